import { type Config, defineSection, setting } from '../config/index.js';

const token = () =>
  setting.text().refine((value) => value.length >= 16, { error: 'must have at least 16 characters' });

export const metricsConfig = defineSection(
  'Metrics',
  {
    METRICS: setting
      .oneOf(['off', 'on'])
      .default('off')
      .describe('Whether there is `GET /metrics`, for Prometheus.'),
    METRICS_TOKEN: token()
      .optional()
      .describe(
        'What Prometheus sends as `Authorization: Bearer`. In production there are no metrics without it. For example from `openssl rand -base64 32`.',
      )
      .meta({ secret: true }),
    METRICS_TOKEN_FILE: setting.fileContent().pipe(token()).optional().describe('A file that holds it.'),
  },
  [
    (values, { production }) =>
      production &&
      values.METRICS === 'on' &&
      tokenOf(values) === undefined &&
      'METRICS=on needs METRICS_TOKEN or METRICS_TOKEN_FILE in production: what it shows is not for strangers. Make one with: openssl rand -base64 32',
    (values) =>
      values.METRICS_TOKEN !== undefined &&
      values.METRICS_TOKEN_FILE !== undefined &&
      'METRICS_TOKEN and METRICS_TOKEN_FILE are both set. Remove one of them.',
  ],
);

export type MetricsConfig = Config<typeof metricsConfig>;

interface Tokens {
  readonly METRICS_TOKEN?: string | undefined;
  readonly METRICS_TOKEN_FILE?: string | undefined;
}

export const tokenOf = ({ METRICS_TOKEN, METRICS_TOKEN_FILE }: Tokens): string | undefined =>
  METRICS_TOKEN ?? METRICS_TOKEN_FILE;
