import { Global, Module } from '@nestjs/common';
import { AuditLog } from './audit-log.js';
import { AuditReading } from './audit-reading.js';
import { AuditSeal } from './audit-seal.js';
import { AuditTally } from './audit-tally.js';
import { AuditChain } from './chain/audit-chain.js';
import { AuditKeeper } from './chain/audit-keeper.js';
import { AuditKey } from './chain/audit-key.js';
import { AuditRetention } from './chain/audit-retention.js';
import { AuditExport } from './export/audit-export.js';
import { AuditInspection } from './export/audit-inspection.js';

@Global()
@Module({
  providers: [
    AuditLog,
    AuditReading,
    AuditSeal,
    AuditTally,
    AuditChain,
    AuditKeeper,
    AuditKey,
    AuditRetention,
    AuditExport,
    AuditInspection,
  ],
  exports: [
    AuditLog,
    AuditReading,
    AuditTally,
    AuditChain,
    AuditKey,
    AuditRetention,
    AuditExport,
    AuditInspection,
  ],
})
export class AuditModule {}
