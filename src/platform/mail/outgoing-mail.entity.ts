import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn } from '../database/index.js';

/** A mail that is to be sent, or what is left of one that was sent or given up. */
@Entity('outgoing_mails')
export class OutgoingMail {
  @IdColumn()
  id!: string;

  /** For operators to look at; the mail goes to the address in the sealed content. */
  @Column({ type: 'varchar', length: 320 })
  recipient!: string;

  /** The name of its template. */
  @Column({ type: 'varchar', length: 64 })
  kind!: string;

  /** A `RenderedMail` as JSON, sealed and bound to this row. Null once it was sent or given up. */
  @Column({ type: 'text', nullable: true })
  sealedContent!: string | null;

  /** Of mails with the same key only the first is ever sent. */
  @Column({ type: 'varchar', length: 128, nullable: true, unique: true })
  dedupeKey!: string | null;

  @InstantColumn()
  createdAt!: Date;

  /** Undelivered by then, it is given up. */
  @InstantColumn()
  expiresAt!: Date;

  /** How often a node took it up. Each takes it by raising this. */
  @Column({ type: 'integer', default: 0 })
  attempts!: number;

  /** When a node may take it up; while one has it, when its lease ends. Null when nothing is left to do. */
  @Index('IDX_outgoing_mails_nextAttemptAt')
  @InstantColumn({ nullable: true })
  nextAttemptAt!: Date | null;

  @InstantColumn({ nullable: true })
  sentAt!: Date | null;

  @InstantColumn({ nullable: true })
  failedAt!: Date | null;

  /** Why the last attempt failed; never anything of the content. */
  @Column({ type: 'varchar', length: 255, nullable: true })
  lastError!: string | null;
}
