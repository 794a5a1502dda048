import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';

/** A password in a body: the account's, or one that is judged later. The limit keeps a body from making work. */
export const PasswordField = (
  documentation: { example?: string; description?: string } = {},
): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      maxLength: 1024,
      format: 'password',
      example: 'correct horse battery staple',
      ...documentation,
    }),
    IsString(),
    MaxLength(1024),
  );

/** A token that came by mail. */
export const MailedTokenField = (description = 'From the mail.'): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      maxLength: 200,
      description,
      example: 'sp_ot_0Jm1K2b7nP4qR5sT6uV7wX8yZ9aB0cD1eF2gH3iJ4kL',
    }),
    IsString(),
    MaxLength(200),
  );
