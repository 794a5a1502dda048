import { applyDecorators } from '@nestjs/common';
import { IsString, Matches, MaxLength, MinLength, ValidateBy } from 'class-validator';
import { emailKey, USERNAME } from './identity.js';

/** A field that holds an e-mail address. */
export const IsEmailAddress = () =>
  applyDecorators(
    ValidateBy({
      name: 'isEmailAddress',
      validator: {
        validate: (value: unknown) =>
          typeof value === 'string' && value.length <= 320 && emailKey(value) !== undefined,
        defaultMessage: () => '$property must be an e-mail address',
      },
    }),
  );

/** A field that holds a username. */
export const IsUsername = () =>
  Matches(USERNAME, {
    message:
      '$property must be 3 to 32 letters, digits, dots, hyphens or underscores, with a letter or digit at both ends',
  });

/** A field that holds the name a person is shown by. */
export const IsDisplayName = () =>
  applyDecorators(
    IsString(),
    MinLength(1),
    MaxLength(200),
    Matches(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, {
      message: '$property must not hold control characters or line breaks',
    }),
  );
