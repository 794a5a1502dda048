import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { InstantColumn } from '../database/index.js';

/** Something that an operator may have to account for later. Rows are added, never changed. */
@Entity('audit_events')
export class AuditEvent {
  @PrimaryGeneratedColumn({ type: 'integer' })
  seq!: number;

  @InstantColumn()
  at!: Date;

  /** Dotted: what it is about, and what happened. */
  @Column({ type: 'varchar', length: 64 })
  type!: string;

  /** Whose account it is about. */
  @Index('IDX_audit_events_user')
  @Column({ type: 'varchar', length: 36, nullable: true })
  userId!: string | null;

  @Column({ type: 'varchar', length: 36, nullable: true })
  sessionId!: string | null;

  /** What else there is to tell, as JSON; never a secret. */
  @Column({ type: 'text' })
  detail!: string;
}
