import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { Clock, secondsAfter } from '../clock/index.js';
import { Sealer } from '../crypto/index.js';
import { newId } from '../database/index.js';
import { CommitBell } from './commit-bell.js';
import type { MailTemplate, MailValues, RenderedMail } from './mail-template.js';
import { OutgoingMail } from './outgoing-mail.entity.js';

/** How long a mail is tried, in seconds. */
const PATIENCE = 24 * 3600;

export interface MailToSend<V extends MailValues<V>> {
  /** A bare address, without a name. */
  readonly to: string;
  readonly template: MailTemplate<V>;
  readonly values: V;
  /** Of mails with the same key (at most 128 characters, nothing secret) only the first is ever sent. */
  readonly dedupeKey?: string;
  /** As many such keys as there may be such mails: it takes the first that is free, and is not sent where none is. */
  readonly slots?: readonly string[];
  /** From when on it is of no use, such as when the token in it expires; at the latest a day from now. */
  readonly expiresAt?: Date;
}

/** Takes mails, and writes each in the transaction of the change it tells of: both happen, or neither. */
@Injectable()
export class Outbox {
  constructor(
    private readonly sealer: Sealer,
    private readonly bell: CommitBell,
    private readonly clock: Clock,
  ) {}

  /** Once the transaction is committed, the mail is sent, by this process or the next. A command leaves it to a server. */
  async put<V extends MailValues<V>>(mail: MailToSend<V>, tx: EntityManager): Promise<void> {
    const dedupeKey = mail.slots ? await firstFree(mail.slots, tx) : (mail.dedupeKey ?? null);
    if (dedupeKey === undefined) return;
    const id = newId();
    const now = this.clock.now();
    const content: RenderedMail = { to: bareAddress(mail.to), ...mail.template.render(mail.values) };
    await tx
      .createQueryBuilder()
      .insert()
      .into(OutgoingMail)
      .values({
        id,
        recipient: content.to,
        kind: mail.template.name,
        sealedContent: this.sealer.seal(JSON.stringify(content), id),
        dedupeKey,
        createdAt: now,
        expiresAt: earlier(mail.expiresAt, secondsAfter(now, PATIENCE)),
        attempts: 0,
        nextAttemptAt: now,
        sentAt: null,
        failedAt: null,
        lastError: null,
      })
      .orIgnore(dedupeKey !== null) // a violated constraint would end the transaction in PostgreSQL
      .updateEntity(false)
      .execute();
    this.bell.ringAfter(tx);
  }
}

async function firstFree(slots: readonly string[], tx: EntityManager): Promise<string | undefined> {
  const taken = await tx.find(OutgoingMail, {
    select: { id: true, dedupeKey: true },
    where: { dedupeKey: In([...slots]) },
  });
  return slots.find((slot) => taken.every(({ dedupeKey }) => dedupeKey !== slot));
}

const earlier = (wanted: Date | undefined, latest: Date): Date =>
  wanted && wanted < latest ? wanted : latest;

/** Whether a text is one address and nothing else: no name, no second one, nothing that means something in a header. */
export const isBareAddress = (text: string): boolean =>
  /^[^\s@<>(),;:"\\\p{Cc}]+@[^\s@<>(),;:"\\\p{Cc}]+$/u.test(text);

function bareAddress(text: string): string {
  if (!isBareAddress(text)) throw new Error('A mail goes to one bare address');
  return text;
}
