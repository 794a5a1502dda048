import { Column, Entity } from 'typeorm';
import { IdColumn, InstantColumn } from '../database/index.js';

/** Work that was accepted and is not done yet. Doing it removes the row. */
@Entity('deferred_work')
export class DeferredWorkRow {
  /** Time-ordered. */
  @IdColumn()
  id!: string;

  @Column({ type: 'varchar', length: 32 })
  kind!: string;

  @Column({ type: 'text' })
  sealedContent!: string;

  @InstantColumn()
  createdAt!: Date;
}
