import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';

export class RefreshDto {
  @ApiPropertyOptional({
    description: 'Without it, the cookie is used.',
    example: 'sp_rt_0Jm1K2b7nP4qR5sT6uV7wX8yZ9aB0cD1eF2gH3iJ4kL',
  })
  @IsOptional()
  @MaxLength(4096)
  @IsString()
  refresh_token?: string;

  @ApiPropertyOptional({ description: 'The client that signed in, where it named one.' })
  @IsOptional()
  @MaxLength(100)
  @IsString()
  client_id?: string;
}
