import { Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { User } from '../users/index.js';
import { Role } from './role.entity.js';

/** That a user holds a role. */
@Entity('user_roles')
export class UserRole {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  userId!: string;

  @Index('IDX_user_roles_role')
  @PrimaryColumn({ type: 'varchar', length: 36 })
  roleId!: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'userId' })
  user!: User;

  @ManyToOne(() => Role, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'roleId' })
  role!: Role;
}
