import { defineSection, setting } from '../config/index.js';

export const healthConfig = defineSection('Health', {
  SHUTDOWN_DELAY: setting
    .duration({ min: '0s', max: '10m' })
    .prefault('0s')
    .describe(
      'How long the server goes on answering after it was asked to stop, while `/health/ready` says that it is not ready: for balancers to send their requests elsewhere. As long as they take to notice.',
    ),
});
