import { ApiProperty } from '@nestjs/swagger';
import { ApiKeyCard } from '../api-keys/api-key.dto.js';
import { Profile } from '../../users/index.js';
import { PasswordField } from '../credential-fields.js';

export class CloseAccountDto {
  @PasswordField()
  password!: string;
}

/** A session as it is kept, whether it lives or not. */
export class ExportedSession {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0',
  })
  userAgent!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '203.0.113.7' })
  address!: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt!: Date;

  @ApiProperty({ format: 'date-time' })
  lastUsedAt!: Date;

  @ApiProperty({ type: Date, nullable: true })
  endedAt!: Date | null;

  @ApiProperty({ type: String, nullable: true, example: 'logout' })
  endReason!: string | null;
}

export class ExportedEvent {
  @ApiProperty({ format: 'date-time' })
  at!: Date;

  @ApiProperty({ example: 'user.passwordChanged' })
  type!: string;

  @ApiProperty({ type: String, nullable: true, format: 'uuid' })
  sessionId!: string | null;

  @ApiProperty({ type: Object, description: 'What else was recorded of it.', additionalProperties: true })
  detail!: object;
}

/** All that is kept about an account; of its secrets, that there are some. */
export class AccountExport {
  @ApiProperty({ format: 'date-time' })
  exportedAt!: Date;

  @ApiProperty({ type: Profile })
  account!: Profile;

  @ApiProperty({ type: [ExportedSession] })
  sessions!: ExportedSession[];

  @ApiProperty({ type: [ApiKeyCard] })
  apiKeys!: ApiKeyCard[];

  @ApiProperty({ type: [ExportedEvent] })
  events!: ExportedEvent[];
}
