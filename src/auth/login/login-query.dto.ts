import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

export class LoginQuery {
  @ApiPropertyOptional({
    enum: ['true', 'false'],
    default: 'false',
    description: 'Set HttpOnly cookies instead of returning the tokens.',
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  useCookies?: 'true' | 'false';
}
