import {
  type ArgumentMetadata,
  Injectable,
  ValidationPipe,
  type ValidationError,
  type ValidationPipeOptions,
} from '@nestjs/common';
import { ValidateIf } from 'class-validator';
import { type FieldError, Problem } from './problem.js';
import { RequestErrors } from './request.errors.js';

const faultsOf = (errors: readonly ValidationError[], path: string): FieldError[] =>
  errors.flatMap((error) => {
    const pointer = `${path}/${escapePointer(error.property)}`;
    const own = Object.entries(error.constraints ?? {}).map(([rule, text]) => ({
      pointer,
      detail: rule === 'whitelistValidation' ? 'is not a known field' : predicateOf(text, error.property),
    }));
    return [...own.slice(0, 1), ...faultsOf(error.children ?? [], pointer)];
  });

/** What a message says of its field, which most name first; a word of the same spelling further on stays. */
const predicateOf = (message: string, property: string): string =>
  message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;

/** RFC 6901 §3. */
const escapePointer = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** Faults as they are thrown inside of Nest's pipe, which does not tell where the value came from. */
class Faults {
  constructor(readonly errors: readonly ValidationError[]) {}
}

const OPTIONS: ValidationPipeOptions = {
  transform: true,
  whitelist: true,
  forbidUnknownValues: true,
  validationError: { target: false, value: false },
  exceptionFactory: (errors) => new Faults(errors),
};

/** A field that may be left out. Unlike class-validator's `IsOptional`, `null` is a value, and has to pass. */
export const MayBeAbsent = () => ValidateIf((_, value) => value !== undefined);

const IGNORES_UNKNOWN = Symbol('ignores unknown fields');

/** Marks a DTO whose unknown fields are dropped, not refused, as RFC 6749 §3.2 asks of the OAuth endpoints. */
export const IgnoresUnknownFields = (): ClassDecorator => (dto) =>
  Reflect.defineMetadata(IGNORES_UNKNOWN, true, dto);

/**
 * Checks every body, query and parameter against its DTO. Unknown fields are refused, all faults are named at
 * once, and nothing is coerced: a number is not a string.
 */
@Injectable()
export class StrictValidationPipe extends ValidationPipe {
  private readonly tolerant: ValidationPipe;

  constructor() {
    super({ ...OPTIONS, forbidNonWhitelisted: true });
    this.tolerant = new ValidationPipe(OPTIONS);
  }

  override async transform(given: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const expectsObject =
      metadata.type === 'body' && metadata.metatype !== undefined && metadata.metatype !== Object;
    const value = expectsObject && given === undefined ? {} : given; // an empty body lacks every field
    if (expectsObject && !isPlainObject(value)) {
      throw new Problem(RequestErrors.malformed, { detail: 'The body must be a JSON object.' });
    }
    const isTolerant =
      metadata.metatype !== undefined && Reflect.hasMetadata(IGNORES_UNKNOWN, metadata.metatype);
    const root = metadata.type === 'body' ? '#' : '?';
    const faults = unusableTexts(value, root);
    if (!isTolerant) faults.push(...inheritedNames(value, metadata.metatype, root));
    if (faults.length > 0) throw new Problem(RequestErrors.invalid, { errors: faults });
    try {
      return await (isTolerant ? this.tolerant.transform(value, metadata) : super.transform(value, metadata));
    } catch (error) {
      if (!(error instanceof Faults)) throw error;
      throw new Problem(RequestErrors.invalid, { errors: faultsOf(error.errors, root) });
    }
  }
}

/** Fields named like a method or getter of the DTO, or `prototype`: the transformer or Nest drops them in silence. */
const inheritedNames = (value: unknown, dto: ArgumentMetadata['metatype'], root: string): FieldError[] => {
  if (!isPlainObject(value) || dto === undefined) return [];
  const inherited = Object.keys(value as object).filter(
    (name) => name === 'prototype' || name in (dto.prototype as object),
  );
  return inherited.map((name) => ({
    pointer: `${root}/${escapePointer(name)}`,
    detail: 'is not a known field',
  }));
};

/** NUL ends a string in too many places; a lone surrogate has no UTF-8 form, so two different texts would be one. */
const unusableTexts = (value: unknown, pointer: string): FieldError[] => {
  if (typeof value === 'string') {
    const usable = value.isWellFormed() && !value.includes('\0');
    return usable ? [] : [{ pointer, detail: 'must be well-formed Unicode without NUL' }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    unusableTexts(inner, `${pointer}/${escapePointer(name)}`),
  );
};

const isPlainObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
