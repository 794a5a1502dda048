import { DataSource } from 'typeorm';
import { AuditChain, AuditExport, AuditLog } from '../../platform/audit/index.js';
import { prepared } from '../exit-codes.js';
import { say } from '../say.js';
import { Target } from '../target.js';
import { withApplication } from '../with-application.js';

/** Begins the log anew where this server cannot continue it. What there was is in the file before that. */
export async function restartAudit(file: string): Promise<void> {
  const target = prepared(() => Target.newFile(file));
  if (!target) return;
  await target.while(() =>
    withApplication(async (app) => {
      const chain = app.get(AuditChain);
      await chain.assertForged();
      await target.take(app.get(AuditExport).remains());
      target.keep();
      const { position } = await app.get(DataSource).transaction(async (tx) => {
        const place = await chain.beginAnew(tx);
        await app.get(AuditLog).record({ type: 'audit.restarted', detail: { after: place.position } }, tx);
        return place;
      });
      say(
        `The log begins anew after record ${position}. What was before is in ${file}: keep it, for the server removes it. Start every server of it again.`,
        { file, after: position },
      );
    }),
  );
}
