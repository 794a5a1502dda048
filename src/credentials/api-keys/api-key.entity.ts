import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { IdColumn, InstantColumn, NamesColumn } from '../../platform/database/index.js';
import { User } from '../../users/index.js';

/** A key that was handed out and not revoked: revoking it removes the row. Only the digest of the key is kept. */
@Entity('api_keys')
export class ApiKey {
  /** An identifier, never a secret; its `jti` where it stands for a token. */
  @IdColumn()
  id!: string;

  @Index('IDX_api_keys_user')
  @Column({ type: 'varchar', length: 36 })
  userId!: string;

  /** Whose it is. */
  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'userId' })
  user!: User;

  /** SHA-256 of the key, base64url. */
  @Column({ type: 'varchar', length: 43, unique: true })
  digest!: string;

  /** What its owner calls it. */
  @Column({ type: 'varchar', length: 200 })
  name!: string;

  /** The permissions it is limited to; null for all that the owner has. */
  @NamesColumn({ nullable: true })
  scopes!: string[] | null;

  @InstantColumn()
  createdAt!: Date;

  @Index('IDX_api_keys_expiry')
  @InstantColumn()
  expiresAt!: Date;

  /** To the minute. */
  @InstantColumn({ nullable: true })
  lastUsedAt!: Date | null;
}
