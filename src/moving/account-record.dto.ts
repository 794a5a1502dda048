import { IsArray, IsBoolean, IsOptional, IsString, Matches, MaxLength, ValidateBy } from 'class-validator';
import { ID_PATTERN } from '../platform/database/index.js';
import { IsDisplayName, IsEmailAddress, IsUsername } from '../users/index.js';

/** An ISO 8601 date, or date and time with its offset. */
const INSTANT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d))?$/;

const IsInstant = () =>
  ValidateBy({
    name: 'isInstant',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'string' && INSTANT.test(value) && !Number.isNaN(Date.parse(value)),
      defaultMessage: () => '$property must be a date such as 2024-05-31T12:00:00Z',
    },
  });

/** An account as it stands in a file: what `users export` writes and `users import` reads. `null` is as good as absent. */
export class AccountRecord {
  @IsEmailAddress()
  email!: string;

  /** The account keeps it: what other systems know it by (`sub`). */
  @IsOptional()
  @Matches(ID_PATTERN, { message: '$property must be a UUID' })
  id?: string | null;

  @IsOptional()
  @IsUsername()
  username?: string | null;

  @IsOptional()
  @IsDisplayName()
  displayName?: string | null;

  /** Of any format in `hashing/formats`. Without one the account has no password yet. */
  @IsOptional()
  @IsString()
  passwordHash?: string | null;

  /** All roles that the account holds; `user` where they are not named. */
  @IsOptional()
  @IsArray()
  @IsString({ each: true, message: '$property must be names' })
  @MaxLength(64, { each: true, message: '$property must be names of at most 64 characters' })
  roles?: string[] | null;

  @IsOptional()
  @IsBoolean()
  disabled?: boolean | null;

  @IsOptional()
  @IsInstant()
  createdAt?: string | null;

  /** Whether the address was shown to be the person's. */
  @IsOptional()
  @IsBoolean()
  emailVerified?: boolean | null;
}

export const RECORD_FIELDS = [
  'id',
  'email',
  'username',
  'displayName',
  'passwordHash',
  'roles',
  'disabled',
  'createdAt',
  'emailVerified',
] as const satisfies readonly (keyof AccountRecord)[];
