import { Column, Entity, JoinTable, ManyToMany, PrimaryColumn } from 'typeorm';
import { IdColumn } from '../platform/database/index.js';

/** Something a caller may do, named `thing:verb`. */
@Entity('permissions')
export class Permission {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  name!: string;

  @Column({ type: 'varchar', length: 200 })
  description!: string;
}

/** A named set of permissions that users are given. */
@Entity('roles')
export class Role {
  @IdColumn()
  id!: string;

  @Column({ type: 'varchar', length: 64, unique: true })
  name!: string;

  @Column({ type: 'varchar', length: 200 })
  description!: string;

  /** Built-in roles cannot be removed. */
  @Column({ type: 'boolean' })
  builtIn!: boolean;

  @ManyToMany(() => Permission)
  @JoinTable({
    name: 'role_permissions',
    joinColumn: { name: 'roleId' },
    inverseJoinColumn: { name: 'permission' },
  })
  permissions!: Permission[];

  /** Whoever holds this role holds these as well. */
  @ManyToMany(() => Role)
  @JoinTable({
    name: 'role_inherits',
    joinColumn: { name: 'roleId' },
    inverseJoinColumn: { name: 'inheritedRoleId' },
  })
  inherits!: Role[];
}
