import { type Config, defineSection, setting } from '../config/index.js';

const ofOpenTelemetry = (meaning: string) => setting.text().optional().describe(meaning);

/** The SDK reads these by itself; they stand here to be known, and documented. */
export const tracingConfig = defineSection('Traces', {
  OTEL_EXPORTER_OTLP_ENDPOINT: ofOpenTelemetry(
    'Where traces are sent, as OTLP over HTTP in JSON, such as `http://localhost:4318`. Without it there are none, and OpenTelemetry is not even loaded.',
  ),
  OTEL_EXPORTER_OTLP_HEADERS: ofOpenTelemetry('Headers for it, such as `authorization=Bearer%20…`.').meta({
    secret: true,
  }),
  OTEL_EXPORTER_OTLP_TIMEOUT: ofOpenTelemetry('Milliseconds that it may take; 10000 if not set.'),
  OTEL_SERVICE_NAME: ofOpenTelemetry('What this server is called in traces; `sallyport` if not set.'),
  OTEL_RESOURCE_ATTRIBUTES: ofOpenTelemetry(
    'More of what is said of it, such as `deployment.environment.name=test`.',
  ),
  OTEL_TRACES_SAMPLER: ofOpenTelemetry(
    'Which requests are traced; `parentbased_always_on` if not set. A caller may ask for it by `traceparent`, unless the sampler heeds no parent.',
  ),
  OTEL_TRACES_SAMPLER_ARG: ofOpenTelemetry('The share of them, such as `0.1`, for samplers by ratio.'),
  OTEL_BSP_SCHEDULE_DELAY: ofOpenTelemetry('Milliseconds between two sendings; 5000 if not set.'),
});

export type TracingConfig = Config<typeof tracingConfig>;
