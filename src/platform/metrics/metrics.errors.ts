import { defineErrors } from '../errors/index.js';

export const MetricsErrors = defineErrors('metrics', {
  tokenInvalid: {
    status: 401,
    title: 'The metrics are not for everybody.',
    help: '`GET /metrics` takes the value of `METRICS_TOKEN` as `Authorization: Bearer`, and nothing else.',
    oauth: 'invalid_token',
  },
});
