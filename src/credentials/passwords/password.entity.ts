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

  /** Wrong attempts in a row. */
  @Column({ type: 'integer', default: 0 })
  failures!: number;

  /** Since when it is good no more, because there were too many; a new password is good again. */
  @InstantColumn({ nullable: true })
  disabledAt!: Date | null;

  /** Since when there is none that anybody knows, until the owner chooses one by mail. */
  @InstantColumn({ nullable: true })
  resetRequiredAt!: Date | null;
}
