export { AuditEvent } from './audit-event.entity.js';
export { type AuditEntry, AuditLog, type AuditType } from './audit-log.js';
export { AuditModule } from './audit.module.js';
