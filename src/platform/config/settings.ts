import { readFileSync } from 'node:fs';
import { z } from 'zod';

// The kinds of value a setting may have. Every one arrives as text, because that is what an environment holds.

export const text = () => z.string();

export const flag = () =>
  z.enum(['true', 'false'], { error: 'must be true or false' }).transform((value) => value === 'true');

export const integer = (range: { min: number; max: number }) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(
      z
        .number()
        .min(range.min, `must be at least ${range.min}`)
        .max(range.max, `must be at most ${range.max}`),
    );

const UNITS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };

const toSeconds = (value: string): number => {
  const unit = UNITS[value.at(-1) ?? ''];
  return unit ? Number(value.slice(0, -1)) * unit : Number(value);
};

/** A span of time in seconds, written `90`, `90s`, `10m`, `12h` or `30d`. */
export const duration = (range: { min: string; max: string }) =>
  z
    .string()
    .regex(/^\d+[smhd]?$/, 'must be a time such as 90s, 10m, 12h or 30d')
    .transform(toSeconds)
    .pipe(
      z
        .number()
        .min(toSeconds(range.min), `must be at least ${range.min}`)
        .max(toSeconds(range.max), `must be at most ${range.max}`),
    );

export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `must be one of ${values.join(', ')}` });

/** An absolute http(s) origin, such as `https://auth.example.com`. */
export const origin = () =>
  z
    .string()
    .refine((value) => URL.canParse(value) && new URL(value).origin === value && /^https?:/.test(value), {
      error: 'must be an origin such as https://auth.example.com, without a path or a slash at its end',
    });

/** Several texts with commas between them. */
export const texts = () =>
  z.string().transform((value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  );

/** Several origins with commas between them. */
export const origins = () => texts().pipe(z.array(origin()));

/** The content of a file, without a line break at its end; used for secrets. */
export const fileContent = () =>
  z.string().transform((path, context) => {
    try {
      const content = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
      if (content === '') throw new Error('it is empty');
      return content;
    } catch (error) {
      context.addIssue({ code: 'custom', message: `cannot be read: ${(error as Error).message}` });
      return z.NEVER;
    }
  });
