import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { InstantColumn } from '../../platform/database/index.js';

/** `roles`: what roles grant was changed, and every node has to read it anew. */
export type RevocationKind = 'session' | 'token' | 'epoch' | 'roles';

/** That something issued is void. The rows are the feed from which every node fills its revocation index. */
@Entity('revocations')
export class Revocation {
  /** Ever growing: a node asks for what came after the last it saw. */
  @PrimaryGeneratedColumn({ type: 'integer' })
  seq!: number;

  @Column({ type: 'varchar', length: 16 })
  kind!: RevocationKind;

  /** The session's id, the token's `jti`, the user's id, or the name of a role. */
  @Column({ type: 'varchar', length: 64 })
  subject!: string;

  /** For a user: the lowest epoch that is still good. */
  @Column({ type: 'integer', default: 0 })
  epoch!: number;

  @InstantColumn()
  createdAt!: Date;

  /** Every access token it speaks of has expired by then, so nobody need remember it. */
  @Index('IDX_revocations_expiry')
  @InstantColumn()
  expiresAt!: Date;
}
