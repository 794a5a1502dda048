import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { IdColumn, InstantColumn, NamesColumn } from '../platform/database/index.js';
import { User } from '../users/index.js';

export type SessionTransport = 'bearer' | 'cookie';
export type TokenFormat = 'jwt' | 'opaque';
export type EndReason =
  | 'logout'
  | 'ended'
  | 'endedByAdministrator'
  | 'tooMany'
  | 'refreshReuse'
  | 'tokenRevoked'
  | 'passwordChanged'
  | 'passwordReset'
  | 'passwordResetRequired'
  | 'emailChanged'
  | 'accountDisabled'
  | 'accountDeleted'
  | 'restored';

/** One sign-in on one device: the root of every token that was issued for it. */
@Entity('sessions')
export class Session {
  @IdColumn()
  id!: string;

  @Index('IDX_sessions_user')
  @Column({ type: 'varchar', length: 36 })
  userId!: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'userId' })
  user!: User;

  /** Who asked for it: an OAuth client id. Its refresh tokens are good for no other client. */
  @Column({ type: 'varchar', length: 100 })
  clientId!: string;

  /** How its tokens travel. A cookie's refresh token is refused in a body, and the other way round. */
  @Column({ type: 'varchar', length: 16 })
  transport!: SessionTransport;

  @Column({ type: 'varchar', length: 16 })
  tokenFormat!: TokenFormat;

  @Column({ type: 'varchar', length: 400, nullable: true })
  userAgent!: string | null;

  @Column({ type: 'varchar', length: 64, nullable: true })
  address!: string | null;

  /** RFC 8176 names of how the user was authenticated. */
  @NamesColumn()
  amr!: string[];

  @InstantColumn()
  authenticatedAt!: Date;

  @InstantColumn()
  createdAt!: Date;

  @InstantColumn()
  lastUsedAt!: Date;

  /** Without a refresh it ends then; each refresh moves it, never past `expiresAt`. */
  @InstantColumn()
  idleUntil!: Date;

  /** It ends then, whatever happens. */
  @Index('IDX_sessions_expiry')
  @InstantColumn()
  expiresAt!: Date;

  @Index('IDX_sessions_end')
  @InstantColumn({ nullable: true })
  endedAt!: Date | null;

  @Column({ type: 'varchar', length: 32, nullable: true })
  endReason!: EndReason | null;
}
