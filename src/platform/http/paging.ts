import type { Type } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import { MayBeAbsent, Problem, RequestErrors } from '../errors/index.js';

const asNumber = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : value;

/** The part of a query that asks for one page of a list; a list with filters extends it. */
export class PageQuery {
  @ApiPropertyOptional({ description: 'How many at most.', minimum: 1, maximum: 200, default: 50 })
  @Transform(asNumber)
  @IsInt({ message: 'must be a whole number' })
  @Min(1)
  @Max(200)
  limit: number = 50;

  @ApiPropertyOptional({ description: '`nextCursor` of the page before; leave it out for the first page.' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(400)
  cursor?: string;
}

/** Where a page ended: the values its rows are sorted by, of its last row. Rows that change meanwhile move no others. */
export type Position = readonly (string | number)[];

/** Which type each value of a position has, such as `['string', 'number']`. */
type Kinds = readonly ('string' | 'number')[];

/**
 * @returns undefined for the first page
 * @throws Problem request.invalid for a cursor that no page of this list ended with
 */
export function positionOf({ cursor }: PageQuery, kinds: Kinds): Position | undefined {
  if (cursor === undefined) return undefined;
  const position = parse(cursor);
  const fits =
    Array.isArray(position) &&
    position.length === kinds.length &&
    position.every((value, index) => typeof value === kinds[index] && isStorable(value));
  if (fits) return position as Position;
  throw new Problem(RequestErrors.invalid, {
    errors: [{ pointer: '?/cursor', detail: 'must be the nextCursor of a page of this list' }],
  });
}

/** Extended by the answer of a list, whose name is then that of its schema. */
export function PageOf<Card>(card: Type<Card>): Type<{ items: Card[]; nextCursor: string | null }> {
  class Page {
    @ApiProperty({ type: [card] })
    items!: Card[];

    @ApiProperty({
      type: String,
      nullable: true,
      description: 'What to give as `cursor` for the next page; null on the last.',
      example: null,
    })
    nextCursor!: string | null;
  }
  return Page;
}

/** @param rows one more than the page takes, if there are as many: it tells that another page follows */
export function pageOf<Row, Card>(
  rows: readonly Row[],
  { limit }: PageQuery,
  position: (row: Row) => Position,
  card: (row: Row) => Card,
): { items: Card[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const isMore = rows.length > limit && last !== undefined;
  return { items: shown.map(card), nextCursor: isMore ? encode(position(last)) : null };
}

/** A database takes no NUL in a text, and a number may have been made up. */
const isStorable = (value: unknown): boolean =>
  typeof value === 'string' ? value.isWellFormed() && !value.includes('\0') : Number.isSafeInteger(value);

const encode = (position: Position): string => Buffer.from(JSON.stringify(position)).toString('base64url');

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
