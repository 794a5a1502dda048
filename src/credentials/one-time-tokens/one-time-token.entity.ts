import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../../platform/database/index.js';

/** What a mailed token is good for. One of another purpose is refused as if it did not exist. */
export type OneTimePurpose = 'register' | 'verifyEmail' | 'resetPassword' | 'changeEmail';

/** A token that was mailed and not yet used. Using it removes the row. */
@Entity('one_time_tokens')
export class OneTimeToken {
  /** SHA-256 of the token, base64url. */
  @PrimaryColumn({ type: 'varchar', length: 43 })
  digest!: string;

  @Column({ type: 'varchar', length: 32 })
  purpose!: OneTimePurpose;

  /** Whom it was made for: a user's id or, before there is one, a digest of the address. */
  @Index('IDX_one_time_tokens_subject')
  @Column({ type: 'varchar', length: 43 })
  subject!: string;

  /** What is to be known when it is used, sealed. */
  @Column({ type: 'text' })
  sealedDetail!: string;

  @InstantColumn()
  createdAt!: Date;

  @Index('IDX_one_time_tokens_expiry')
  @InstantColumn()
  expiresAt!: Date;
}
