import { Column, Entity, JoinColumn, OneToOne } from 'typeorm';
import { IdColumn, InstantColumn } from '../../platform/database/index.js';
import { User } from '../../users/index.js';

/** The one password of an account, as a PHC string. */
@Entity('passwords')
export class Password {
  @IdColumn()
  userId!: string;

  @OneToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'userId' })
  user!: User;

  @Column({ type: 'varchar', length: 512 })
  hash!: string;

  @InstantColumn()
  changedAt!: Date;
}
