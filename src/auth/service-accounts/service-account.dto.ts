import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { MayBeAbsent } from '../../platform/errors/index.js';
import { IsDisplayName, IsUsername } from '../../users/index.js';

export class ServiceAccountDto {
  @ApiProperty({ description: 'What it is known by.', example: 'nightly-backup' })
  @IsUsername()
  username!: string;

  @ApiPropertyOptional({ description: 'What to call it.', example: 'Nightly backup' })
  @MayBeAbsent()
  @IsDisplayName()
  displayName?: string;
}
