import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../../platform/database/index.js';
import { Session } from '../../sessions/index.js';

/** A link in a session's chain of refresh tokens: current until it is used, and then never again. */
@Entity('refresh_tokens')
export class RefreshToken {
  /** SHA-256 of the token, base64url. */
  @PrimaryColumn({ type: 'varchar', length: 43 })
  digest!: string;

  @Index('IDX_refresh_tokens_session')
  @Column({ type: 'varchar', length: 36 })
  sessionId!: string;

  @ManyToOne(() => Session, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'sessionId' })
  session!: Session;

  @InstantColumn()
  createdAt!: Date;

  /** When it was exchanged for its successor. */
  @InstantColumn({ nullable: true })
  usedAt!: Date | null;
}
