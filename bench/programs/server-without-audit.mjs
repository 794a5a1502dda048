// The built server, but for one thing: nothing that happens is recorded. To see what the records cost.
import { AuditLog } from '../../dist/src/platform/audit/index.js';

AuditLog.prototype.insert = async () => {};

await import('../../dist/src/main.js');
