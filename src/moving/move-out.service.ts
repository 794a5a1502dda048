import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog } from '../platform/audit/index.js';
import type { AccountRecord } from './account-record.dto.js';
import { AccountStore } from './account-store.js';

const PAGE = 500;

/** Hands out every account with its password hash, which the audit log is told before the first. */
@Injectable()
export class MoveOut {
  constructor(
    private readonly dataSource: DataSource,
    private readonly accounts: AccountStore,
    private readonly audit: AuditLog,
  ) {}

  /** A page of records at a time, in the order of their ids; accounts that change meanwhile are seen before or after. */
  async *pages(): AsyncGenerator<readonly AccountRecord[]> {
    await this.audit.record({ type: 'users.exported' }, this.dataSource.manager);
    let last = '';
    for (;;) {
      const page = await this.accounts.after(last, PAGE);
      if (page.length > 0) yield page;
      if (page.length < PAGE) return;
      last = page.at(-1)?.id ?? last;
    }
  }
}
