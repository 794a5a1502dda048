import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn } from '../platform/database/index.js';

/** A person, or a program that acts for itself: it has no password and no mailbox, and never signs in. */
export type UserKind = 'person' | 'service';

/** An account. What was typed is stored for showing; the keys are stored for comparing, and are unique. */
@Index('IDX_users_created', ['createdAt', 'id'])
@Index('IDX_users_disabled', ['createdAt', 'id'], { where: '"disabledAt" IS NOT NULL' })
@Index('IDX_users_unverified', ['createdAt', 'id'], { where: '"emailVerifiedAt" IS NULL' })
@Index('IDX_users_services', ['createdAt', 'id'], { where: `"kind" = 'service'` })
// Made by hand, with a collation that knows beginnings: see the migration.
@Index('IDX_users_email_prefix', { synchronize: false })
@Index('IDX_users_username_prefix', { synchronize: false })
@Index('IDX_users_name_prefix', { synchronize: false })
@Entity('users')
export class User {
  @IdColumn()
  id!: string;

  @Column({ type: 'varchar', length: 16, default: 'person' })
  kind!: UserKind;

  @Column({ type: 'varchar', length: 320 })
  email!: string;

  @Column({ type: 'varchar', length: 320, unique: true })
  emailKey!: string;

  @Column({ type: 'varchar', length: 64, nullable: true })
  username!: string | null;

  @Column({ type: 'varchar', length: 64, nullable: true, unique: true })
  usernameKey!: string | null;

  @Column({ type: 'varchar', length: 200, nullable: true })
  displayName!: string | null;

  /** By which its beginning is found, whatever the letter case. */
  @Column({ type: 'varchar', length: 64, nullable: true })
  displayNameKey!: string | null;

  /** Since when the address is known to be theirs. */
  @InstantColumn({ nullable: true })
  emailVerifiedAt!: Date | null;

  /** Raising it voids every access token issued before. */
  @Column({ type: 'integer', default: 0 })
  epoch!: number;

  @InstantColumn({ nullable: true })
  disabledAt!: Date | null;

  /** What the administrator said who disabled it: for administrators, never for the account's owner. */
  @Column({ type: 'varchar', length: 500, nullable: true })
  disabledReason!: string | null;

  @InstantColumn()
  createdAt!: Date;

  @InstantColumn()
  updatedAt!: Date;
}
