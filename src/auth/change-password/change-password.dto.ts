import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';

export class ChangePasswordDto {
  @ApiProperty({ format: 'password', example: 'correct horse battery staple' })
  @MaxLength(1024)
  @IsString()
  currentPassword!: string;

  @ApiProperty({ format: 'password', example: 'nine lives and a tail of silver' })
  @MaxLength(1024)
  @IsString()
  newPassword!: string;
}
