import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '../platform/database/index.js';

/** A key pair that signs access tokens. The private half is sealed with the master key and bound to this row. */
@Entity('signing_keys')
export class SigningKeyRow {
  /** RFC 7638 thumbprint of the public key. */
  @PrimaryColumn({ type: 'varchar', length: 64 })
  kid!: string;

  @Column({ type: 'varchar', length: 16 })
  algorithm!: string;

  @Column({ type: 'text' })
  publicJwk!: string;

  @Column({ type: 'text' })
  sealedPrivateKey!: string;

  @InstantColumn()
  createdAt!: Date;

  /** Before that it is published, so that others know it, but does not sign yet. */
  @InstantColumn()
  signsFrom!: Date;

  /** Since then nothing that it signed is believed. */
  @InstantColumn({ nullable: true })
  distrustedAt!: Date | null;
}
