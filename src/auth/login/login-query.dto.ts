import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { MayBeAbsent } from '../../platform/errors/index.js';

export class LoginQuery {
  @ApiPropertyOptional({
    enum: ['true', 'false'],
    default: 'false',
    description: 'Set HttpOnly cookies instead of returning the tokens.',
  })
  @MayBeAbsent()
  @IsIn(['true', 'false'])
  useCookies?: 'true' | 'false';
}
