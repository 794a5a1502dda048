import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../platform/http/index.js';
import type { User, UserKind } from '../../users/index.js';

/** An account as those see it who administer it. */
export class UserCard {
  @ApiProperty({ format: 'uuid', example: '0197a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b' })
  id!: string;

  @ApiProperty({ enum: ['person', 'service'], example: 'person' })
  kind!: UserKind;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Null for a service, which has none.',
    example: 'ada@example.com',
  })
  email!: string | null;

  @ApiProperty({ description: 'Whether the address is known to be theirs.', example: true })
  emailVerified!: boolean;

  @ApiProperty({ type: String, nullable: true, example: 'ada' })
  username!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Ada Lovelace' })
  displayName!: string | null;

  @ApiProperty({ type: [String], example: ['user'] })
  roles!: readonly string[];

  @ApiProperty({ type: Date, nullable: true, description: 'Since when it is disabled.', example: null })
  disabledAt!: Date | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What was given as the reason for it.',
    example: null,
  })
  disabledReason!: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-11-21T09:30:00.000Z' })
  createdAt!: Date;

  @ApiProperty({
    format: 'date-time',
    description: 'When the account itself was last changed.',
    example: '2026-11-21T09:30:00.000Z',
  })
  updatedAt!: Date;

  static of(user: User, roles: readonly string[]): UserCard {
    const { id, kind, email, username, displayName, disabledAt, disabledReason, createdAt, updatedAt } = user;
    return {
      id,
      kind,
      email: kind === 'service' ? null : email,
      emailVerified: user.emailVerifiedAt !== null,
      username,
      displayName,
      roles,
      disabledAt,
      disabledReason,
      createdAt,
      updatedAt,
    };
  }
}

export class UserDetails extends UserCard {
  @ApiProperty({
    description: 'Whether the password is good no more, until its owner chooses another by mail.',
    example: false,
  })
  passwordResetRequired!: boolean;
}

export class UserPage extends PageOf(UserCard) {}
