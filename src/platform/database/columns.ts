import { Column, type ColumnOptions, PrimaryColumn } from 'typeorm';
import { v7 } from 'uuid';

/** A time-ordered identifier (RFC 9562 §5.7). An identifier, never a secret. */
export const newId = (): string => v7();

/** The form of every id, of any version: accounts that were imported keep theirs. Small letters are stored. */
export const ID_PATTERN = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Turns an instant into what every database stores alike: milliseconds since 1970. PostgreSQL returns them as text. */
export const instant = {
  to: (value: unknown): unknown => (value instanceof Date ? value.getTime() : value),
  from: (value: string | number | null): Date | null => (value === null ? null : new Date(Number(value))),
};

export const IdColumn = () => PrimaryColumn({ type: 'varchar', length: 36 });

export const InstantColumn = (options: Pick<ColumnOptions, 'nullable'> = {}) =>
  Column({ type: 'bigint', transformer: instant, ...options });

/** A list of short names without commas, such as roles or authentication methods. */
export const NamesColumn = (options: Pick<ColumnOptions, 'nullable'> = {}) =>
  Column({
    type: 'text',
    transformer: {
      to: (names: readonly string[] | null) => names && names.join(','),
      from: (names: string | null) => (names === null ? null : names.split(',').filter(Boolean)),
    },
    ...options,
  });
