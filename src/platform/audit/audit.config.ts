import { type Config, defineSection, setting } from '../config/index.js';

export const auditConfig = defineSection('Audit log', {
  AUDIT_RETENTION: setting
    .duration({ min: '0s', max: '36500d' })
    .prefault('400d')
    .describe(
      'How long a record is kept; 0 keeps all for ever. What is older is removed from the front, and the rest stays provable. Records hold IP addresses and user ids, so this is how long they stay after an account is deleted.',
    ),
  AUDIT_CHAIN_EVERY: setting
    .duration({ min: '1s', max: '10m' })
    .prefault('1s')
    .describe(
      'How soon a record gets its place in the chain. Until then it is no safer from whoever can write to the database than any other row.',
    ),
});

export type AuditConfig = Config<typeof auditConfig>;
