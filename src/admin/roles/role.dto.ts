import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsString, Matches, MaxLength } from 'class-validator';
import { MayBeAbsent } from '../../platform/errors/index.js';
import { PageOf } from '../../platform/http/index.js';
import { type Permission, type Role, ROLE_NAME, type RoleGraph } from '../../roles/index.js';

const NAME = {
  description:
    'Small letters, digits, and `-` or `_` between them; a letter first. Routes name it in `@Roles()`.',
  minLength: 1,
  maxLength: 64,
  pattern: ROLE_NAME.source,
};
const DESCRIPTION = { description: 'What it is for.', maxLength: 200, example: 'Keeps accounts in order' };
const PERMISSIONS = {
  description: 'What it grants by itself, from `GET /admin/permissions`.',
  type: [String] as [StringConstructor],
  maxItems: 200,
  uniqueItems: true,
  example: ['users:read', 'sessions:read'],
};
const INHERITS = {
  description: 'Names of roles: whoever holds this one holds them as well.',
  type: [String] as [StringConstructor],
  maxItems: 50,
  uniqueItems: true,
  example: ['user'],
};

const IsRoleName = () =>
  applyDecorators(
    Matches(ROLE_NAME, { message: 'must be small letters, digits, and - or _ between them, a letter first' }),
    MaxLength(64),
    IsString(),
  );
const IsDescription = () => applyDecorators(MaxLength(200), IsString());
const IsNames = (most: number) =>
  applyDecorators(
    MaxLength(64, { each: true }),
    IsString({ each: true }),
    ArrayUnique(),
    ArrayMaxSize(most),
    IsArray(),
  );

export class NewRoleDto {
  @ApiProperty({ ...NAME, example: 'helpdesk' })
  @IsRoleName()
  name!: string;

  @ApiPropertyOptional({ ...DESCRIPTION, default: '' })
  @IsDescription()
  description: string = '';

  @ApiPropertyOptional({ ...PERMISSIONS, default: [] })
  @IsNames(200)
  permissions: string[] = [];

  @ApiPropertyOptional({ ...INHERITS, default: [] })
  @IsNames(50)
  inherits: string[] = [];
}

/** What is left out stays as it is; a list that is given takes the place of the old one. */
export class RoleChangeDto {
  @ApiPropertyOptional({ ...NAME, example: 'help-desk' })
  @MayBeAbsent()
  @IsRoleName()
  name?: string;

  @ApiPropertyOptional(DESCRIPTION)
  @MayBeAbsent()
  @IsDescription()
  description?: string;

  @ApiPropertyOptional(PERMISSIONS)
  @MayBeAbsent()
  @IsNames(200)
  permissions?: string[];

  @ApiPropertyOptional(INHERITS)
  @MayBeAbsent()
  @IsNames(50)
  inherits?: string[];
}

export class RoleCard {
  @ApiProperty({ example: 'helpdesk' })
  name!: string;

  @ApiProperty({ example: 'Keeps accounts in order' })
  description!: string;

  @ApiProperty({ description: 'Whether the server relies on it.', example: false })
  builtIn!: boolean;

  @ApiProperty({
    type: [String],
    description: 'What it grants by itself.',
    example: ['sessions:read', 'users:read'],
  })
  permissions!: readonly string[];

  @ApiProperty({
    type: [String],
    description: 'The roles it inherits, as they were given.',
    example: ['user'],
  })
  inherits!: readonly string[];

  @ApiProperty({
    type: [String],
    description: 'What its holders may by it: its own permissions, and those of all that it inherits.',
    example: ['sessions:read', 'users:read'],
  })
  allPermissions!: readonly string[];

  static of({ name, description, builtIn, permissions, inherits }: Role, graph: RoleGraph): RoleCard {
    return {
      name,
      description,
      builtIn,
      permissions: namesOf(permissions),
      inherits: namesOf(inherits),
      allPermissions: [...graph.permissionsOf([name])].sort(),
    };
  }
}

export class RoleDetails extends RoleCard {
  @ApiProperty({ type: [String], description: 'The roles that inherit it directly.', example: [] })
  inheritedBy!: readonly string[];

  @ApiProperty({ type: 'integer', description: 'How many accounts hold the role itself.', example: 3 })
  holders!: number;
}

export class RolePage extends PageOf(RoleCard) {}

export class PermissionCard {
  @ApiProperty({ example: 'users:read' })
  name!: string;

  @ApiProperty({ description: 'What it allows.', example: 'See all accounts' })
  description!: string;

  static of({ name, description }: Permission): PermissionCard {
    return { name, description };
  }
}

/** What an account may. */
export class HeldRoles {
  @ApiProperty({ type: [String], description: 'The roles it was given.', example: ['helpdesk', 'user'] })
  roles!: readonly string[];

  @ApiProperty({
    type: [String],
    description: 'With those that they inherit.',
    example: ['helpdesk', 'user'],
  })
  allRoles!: readonly string[];

  @ApiProperty({
    type: [String],
    description: 'All that it may by them.',
    example: ['sessions:read', 'users:read'],
  })
  permissions!: readonly string[];
}

const namesOf = (named: readonly { readonly name: string }[]): string[] =>
  named.map(({ name }) => name).sort();
