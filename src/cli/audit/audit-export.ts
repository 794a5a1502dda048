import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  AUDIT_TYPES,
  AuditExport,
  type AuditFilter,
  AuditLog,
  detailOf,
  type Place,
} from '../../platform/audit/index.js';
import { ID_PATTERN } from '../../platform/database/index.js';
import { OperatorError } from '../../platform/errors/index.js';
import { UsersService } from '../../users/index.js';
import { prepared } from '../exit-codes.js';
import { say } from '../say.js';
import { Target } from '../target.js';
import { withApplication } from '../with-application.js';

interface Options extends Pick<AuditFilter, 'since' | 'until' | 'type'> {
  readonly user?: string;
}

export async function exportAudit(path: string, { user, ...options }: Options): Promise<void> {
  const target = prepared(() => {
    assertKnown(options.type);
    return Target.named(path);
  });
  if (!target) return;
  await target.while(async () => {
    const end = await withApplication(async (app) => {
      const filter = { ...options, ...(user !== undefined && { userId: await idOf(user, app) }) };
      const tx = app.get(DataSource).manager;
      await app.get(AuditLog).record({ type: 'audit.exported', detail: detailOf(filter) }, tx);
      return writeAll(target, app.get(AuditExport).lines(filter));
    });
    target.keep();
    if (path !== '-') tell(path, end);
  });
}

interface End {
  readonly records: number;
  readonly until: Place;
}

/** What the signed end says of the lines before it. */
async function writeAll(target: Target, lines: AsyncIterable<string>): Promise<End> {
  let last = '';
  async function* noted() {
    for await (const text of lines) {
      last = text;
      yield text;
    }
  }
  await target.take(noted());
  return JSON.parse(last) as End;
}

function tell(file: string, { records, until }: End): void {
  say(`${records} records are in ${file}, up to record ${until.position}.`, { file, records, until });
}

function assertKnown(type: string | undefined): void {
  if (type === undefined || AUDIT_TYPES.some((known) => known === type)) return;
  throw new OperatorError(`There is no type "${type}". There are: ${AUDIT_TYPES.join(', ')}.`);
}

/** An account that was deleted is known by its id only. */
async function idOf(account: string, app: INestApplicationContext): Promise<string> {
  const user = await app.get(UsersService, { strict: false }).find(account);
  if (user) return user.id;
  if (ID_PATTERN.test(account)) return account.toLowerCase();
  throw new OperatorError(`There is no account "${account}".`);
}
