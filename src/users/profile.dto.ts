import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import type { Principal } from '../platform/access/index.js';
import { IsDisplayName, IsUsername } from './identity.decorators.js';
import type { User } from './user.entity.js';

/** A change of one's own account. `null` removes a value; a field left out keeps it. */
export class ProfileChangeDto {
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'ada',
    minLength: 3,
    maxLength: 32,
    description: 'Another name to sign in with.',
  })
  @IsOptional()
  @IsUsername()
  username?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'Ada, Countess of Lovelace',
    maxLength: 200,
    description: 'What to call the person.',
  })
  @IsOptional()
  @IsDisplayName()
  displayName?: string | null;
}

/** An account as its owner sees it. */
export class Profile {
  @ApiProperty({ format: 'uuid', example: '0197a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b' })
  id!: string;

  @ApiProperty({ format: 'email', example: 'ada@example.com' })
  email!: string;

  @ApiProperty({ description: 'Whether the address was shown to be theirs.', example: false })
  emailVerified!: boolean;

  @ApiProperty({ type: String, nullable: true, example: 'ada' })
  username!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Ada Lovelace' })
  displayName!: string | null;

  @ApiProperty({ type: [String], example: ['user'] })
  roles!: readonly string[];

  @ApiProperty({ format: 'date-time', example: '2026-11-21T09:30:00.000Z' })
  createdAt!: Date;

  static of(user: User, roles: Principal['roles']): Profile {
    const { id, email, username, displayName, createdAt } = user;
    return {
      id,
      email,
      emailVerified: user.emailVerifiedAt !== null,
      username,
      displayName,
      roles,
      createdAt,
    };
  }
}
