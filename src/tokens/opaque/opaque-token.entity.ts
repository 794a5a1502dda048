import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { InstantColumn, NamesColumn } from '../../platform/database/index.js';
import { Session } from '../../sessions/index.js';

/** An access token that means nothing by itself. Only its digest is kept. */
@Entity('opaque_tokens')
export class OpaqueToken {
  /** SHA-256 of the token, base64url. */
  @PrimaryColumn({ type: 'varchar', length: 43 })
  digest!: string;

  /** Its `jti`. */
  @Column({ type: 'varchar', length: 36 })
  tokenId!: string;

  @Index('IDX_opaque_tokens_session')
  @Column({ type: 'varchar', length: 36 })
  sessionId!: string;

  @ManyToOne(() => Session, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'sessionId' })
  session!: Session;

  /** As stamped at issue, like the claims of a JWT. */
  @NamesColumn()
  roles!: string[];

  @Column({ type: 'integer' })
  epoch!: number;

  @InstantColumn()
  createdAt!: Date;

  @Index('IDX_opaque_tokens_expiry')
  @InstantColumn()
  expiresAt!: Date;
}
