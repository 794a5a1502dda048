import type { z } from 'zod';

/** Settings by the name of their environment variable. A setting's `.describe()` is its documentation. */
export type Shape = Readonly<Record<string, z.ZodType>>;

export type Values<S extends Shape> = { readonly [K in keyof S]: z.output<S[K]> };

/** What a rule may know beyond its own section. */
export interface Surroundings {
  readonly production: boolean;
  /** Whether a setting of any section was given a value. */
  isSet(name: string): boolean;
}

/** A rule over several settings: the sentence that tells what is wrong and how to mend it, or nothing. */
export type Rule<S extends Shape> = (
  values: Values<S>,
  surroundings: Surroundings,
) => string | false | undefined;

/** A module's part of the configuration. Inject its values with `@Inject(section.token)`. */
export interface Section<S extends Shape = Shape> {
  readonly token: symbol;
  readonly title: string;
  readonly shape: S;
  readonly rules: readonly Rule<S>[];
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- sections of different shapes stand in one list
export type AnySection = Section<any>;

/** The values of a section, for the type of an injected parameter: `Config<typeof tokensConfig>`. */
export type Config<T> = T extends Section<infer S> ? Values<S> : never;

export const defineSection = <S extends Shape>(
  title: string,
  shape: S,
  rules: readonly Rule<S>[] = [],
): Section<S> => ({
  token: Symbol(`config: ${title}`),
  title,
  shape,
  rules,
});
