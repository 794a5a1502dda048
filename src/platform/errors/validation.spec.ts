import 'reflect-metadata';
import { type ArgumentMetadata } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, MaxLength, MinLength, ValidateNested } from 'class-validator';
import { type FieldError, IgnoresUnknownFields, Problem, StrictValidationPipe } from './index.js';

class Address {
  @IsString()
  city!: string;

  @IsOptional()
  @IsString()
  'zip/code'?: string;
}

class Letter {
  @MinLength(3)
  @MaxLength(20)
  @IsString()
  to!: string;

  @IsOptional()
  @IsInt()
  copies?: number;

  @IsOptional()
  @ValidateNested()
  @Type(() => Address)
  address?: Address;

  get greeting(): string {
    return `Dear ${this.to},`;
  }
}

@IgnoresUnknownFields()
class Postcard {
  @IsString()
  to!: string;
}

const bodyOf = (metatype: ArgumentMetadata['metatype']): ArgumentMetadata => ({ type: 'body', metatype });

const check = (value: unknown, metadata = bodyOf(Letter)) =>
  new StrictValidationPipe().transform(value, metadata);

/** The problem that a value is refused with. */
const refusal = async (value: unknown, metadata?: ArgumentMetadata) => {
  const outcome = await check(value, metadata).catch((error: unknown) => error);
  if (!(outcome instanceof Problem)) throw new Error(`Not refused: ${JSON.stringify(outcome)}`);
  return outcome;
};

const faultsOf = async (value: unknown): Promise<readonly FieldError[] | undefined> => {
  const { entry, context } = await refusal(value);
  expect(entry.code).toBe('request.invalid');
  return context.errors;
};

describe('A body that fits its DTO', () => {
  it('arrives as an instance of it', async () => {
    const letter = (await check({ to: 'Grace', copies: 2, address: { city: 'Arlington' } })) as Letter;
    expect(letter).toBeInstanceOf(Letter);
    expect(letter.address).toBeInstanceOf(Address);
    expect(letter.greeting).toBe('Dear Grace,');
  });

  it('may leave out or null what is optional', async () => {
    await expect(check({ to: 'Grace', copies: null })).resolves.toEqual({ to: 'Grace', copies: null });
  });

  it('may hold any well-formed text', async () => {
    const to = '🔑 \u202e Ж\n';
    await expect(check({ to })).resolves.toEqual({ to });
  });
});

describe('Unknown fields', () => {
  it('are refused by name', async () => {
    expect(await faultsOf({ to: 'Grace', isAdmin: true })).toEqual([
      { pointer: '#/isAdmin', detail: 'is not a known field' },
    ]);
  });

  it('are refused inside of other fields, too', async () => {
    expect(await faultsOf({ to: 'Grace', address: { city: 'Arlington', planet: 'Mars' } })).toEqual([
      { pointer: '#/address/planet', detail: 'is not a known field' },
    ]);
  });

  it('are dropped, not refused, where the DTO says so', async () => {
    const postcard = await check({ to: 'Grace', state: 'x', address: { city: 7 } }, bodyOf(Postcard));
    expect(postcard).toBeInstanceOf(Postcard);
    expect(Object.keys(postcard as Postcard)).toEqual(['to']);
  });

  it('do not hide the faults of known ones where they are dropped', async () => {
    const { context } = await refusal({ to: 7, state: 'x' }, bodyOf(Postcard));
    expect(context.errors).toEqual([{ pointer: '#/to', detail: 'must be a string' }]);
  });
});

describe('Faulty fields', () => {
  it('are named all at once, one fault each, by JSON pointer', async () => {
    const faults = await faultsOf({ to: 7, copies: '2', address: { city: null, 'zip/code': 1 }, extra: 1 });
    expect(faults).toEqual(
      expect.arrayContaining([
        { pointer: '#/to', detail: 'must be a string' },
        { pointer: '#/copies', detail: 'must be an integer number' },
        { pointer: '#/address/city', detail: 'must be a string' },
        { pointer: '#/address/zip~1code', detail: 'must be a string' },
        { pointer: '#/extra', detail: 'is not a known field' },
      ]),
    );
    expect(faults).toHaveLength(5);
  });

  it('have ~ and / escaped in their pointers (RFC 6901)', async () => {
    const pointers = (await faultsOf({ to: 'Grace', 'a~b/c': 1 }))?.map(({ pointer }) => pointer);
    expect(pointers).toEqual(['#/a~0b~1c']);
  });

  it('do not have their values repeated in the answer', async () => {
    const { context } = await refusal({ to: 'x', copies: 'hunter2' });
    expect(JSON.stringify(context)).not.toContain('hunter2');
  });

  it.each([
    ['a number', 12345],
    ['true', true],
    ['null', null],
    ['an array of one text', ['Grace']],
    ['an array of letters', ['G', 'r', 'a', 'c', 'e']],
    ['an object', { length: 5 }],
    ['an object that can turn itself into a text', { toString: 'Grace' }],
    ['nothing', undefined],
  ])('are texts that are %s: nothing is coerced', async (_, to) => {
    expect(await faultsOf({ to })).toEqual([{ pointer: '#/to', detail: 'must be a string' }]);
  });

  it.each([
    ['a text', '2'],
    ['a fraction', 1.5],
    ['an array', [2]],
    ['true', true],
  ])('are whole numbers that are %s', async (_, copies) => {
    expect(await faultsOf({ to: 'Grace', copies })).toEqual([
      { pointer: '#/copies', detail: 'must be an integer number' },
    ]);
  });

  it.each([
    ['a text', 'Arlington'],
    ['a number', 7],
    ['an array of faulty ones', [{ city: 7 }]],
  ])('are nested objects that are %s', async (_, address) => {
    const pointers = (await faultsOf({ to: 'Grace', address }))?.map(({ pointer }) => pointer);
    expect(pointers).toEqual([expect.stringMatching(/^#\/address/)]);
  });
});

describe('A text that cannot be kept as it is', () => {
  const DETAIL = 'must be well-formed Unicode without NUL';

  it.each([
    ['holds NUL', 'Gra\0ce'],
    ['ends in NUL', 'Grace\0'],
    ['holds the first half of a surrogate pair alone', 'Gra\ud83dce'],
    ['holds the second half alone', 'Gra\udd11ce'],
    ['holds the halves in the wrong order', '\udd11\ud83d Grace'],
  ])('is refused when it %s', async (_, to) => {
    expect(await faultsOf({ to })).toEqual([{ pointer: '#/to', detail: DETAIL }]);
  });

  it('is refused at any depth, in arrays and in fields that no DTO knows', async () => {
    expect(await faultsOf({ to: 'Grace', address: { city: '\0' }, more: { list: ['x', '\ud800'] } })).toEqual(
      [
        { pointer: '#/address/city', detail: DETAIL },
        { pointer: '#/more/list/1', detail: DETAIL },
      ],
    );
  });

  it('is refused even in a field that would be dropped', async () => {
    const { context } = await refusal({ to: 'Grace', state: '\0' }, bodyOf(Postcard));
    expect(context.errors).toEqual([{ pointer: '#/state', detail: DETAIL }]);
  });

  it('is refused in a query and in a path, which have no DTO', async () => {
    const query = await refusal({ page: '\0' }, { type: 'query', metatype: Object });
    expect(query.context.errors).toEqual([{ pointer: '?/page', detail: DETAIL }]);
    const parameter = { type: 'param', metatype: String, data: 'id' } as const;
    expect((await refusal('7\0', parameter)).entry.code).toBe('request.invalid');
  });
});

describe('A body that is no object', () => {
  it.each([
    ['an array', [{ to: 'Grace' }]],
    ['an empty array', []],
    ['a text', 'Grace'],
    ['an empty text', ''],
    ['a number', 7],
    ['true', true],
    ['null', null],
  ])('is refused as a whole when it is %s', async (_, value) => {
    const { entry, context } = await refusal(value);
    expect([entry.code, context.detail]).toEqual(['request.malformed', 'The body must be a JSON object.']);
  });

  it('lacks every field when it is empty', async () => {
    expect(await faultsOf(undefined)).toEqual([{ pointer: '#/to', detail: 'must be a string' }]);
    expect(await faultsOf({})).toEqual([{ pointer: '#/to', detail: 'must be a string' }]);
  });
});
