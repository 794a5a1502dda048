import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { InstantColumn } from '../database/index.js';

export type Outcome = 'success' | 'failure';

/** Something that an operator may have to account for later. What it tells is never changed; its place is given once. */
@Entity('audit_events')
@Index('IDX_audit_events_type', ['type', 'at'])
@Index('IDX_audit_events_actor', ['actor', 'at'])
export class AuditEvent {
  /** In the order of writing. Numbers may be missing, and transactions that overlap commit in another order. */
  @PrimaryGeneratedColumn({ type: 'integer' })
  seq!: number;

  @Index('IDX_audit_events_at')
  @InstantColumn()
  at!: Date;

  /** Dotted: what it is about, and what happened. */
  @Column({ type: 'varchar', length: 64 })
  type!: string;

  @Column({ type: 'varchar', length: 16, default: 'success' })
  outcome!: Outcome;

  /** Who did it: a user id, `anonymous`, `operator:cli`, or `system` for the server itself. Null: from before it was noted. */
  @Column({ type: 'varchar', length: 64, nullable: true })
  actor!: string | null;

  /** Whose account it is about. */
  @Index('IDX_audit_events_user')
  @Column({ type: 'varchar', length: 36, nullable: true })
  userId!: string | null;

  @Column({ type: 'varchar', length: 36, nullable: true })
  sessionId!: string | null;

  /** Where the request came from that did it. */
  @Column({ type: 'varchar', length: 45, nullable: true })
  address!: string | null;

  @Column({ type: 'varchar', length: 64, nullable: true })
  requestId!: string | null;

  /** What else there is to tell, as JSON; never a secret. */
  @Column({ type: 'text' })
  detail!: string;

  /** Vouches for what it tells until it has its place: see AuditSeal. Null: nobody does. */
  @Column({ type: 'varchar', length: 43, nullable: true })
  mac!: string | null;

  /** Its place in the chain, 1, 2, 3 …; null as long as it has none. */
  @Index('IDX_audit_events_position', { unique: true })
  @Column({ type: 'integer', nullable: true })
  position!: number | null;

  /** SHA-256 of all that it tells, its place, and the hash of the record before it; base64url. */
  @Column({ type: 'varchar', length: 43, nullable: true })
  hash!: string | null;
}

/** What an event tells, whether it has a number and a place yet or not. */
export type AuditRecord = Omit<AuditEvent, 'seq' | 'mac' | 'position' | 'hash'>;
