import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../../database/index.js';

/** What the server signed of its log: from where to where it reached, at that moment. The newest one is its head. */
@Entity('audit_checkpoints')
export class AuditCheckpointRow {
  /** The place of the last record. */
  @PrimaryColumn({ type: 'integer' })
  position!: number;

  /** Of that record. */
  @Column({ type: 'varchar', length: 43 })
  hash!: string;

  /** The place of the last record that retention removed; 0 for none. */
  @Column({ type: 'integer' })
  sincePosition!: number;

  /** Of that record, so that the first one there is can be checked. */
  @Column({ type: 'varchar', length: 43 })
  sinceHash!: string;

  @InstantColumn()
  at!: Date;

  /** Ed25519, base64url. */
  @Column({ type: 'varchar', length: 86 })
  signature!: string;
}
