import fc, { type Arbitrary } from 'fast-check';
import { naughtyStrings } from './naughty-strings.js';
import type { OpenApiDocument, Schema } from './openapi.js';

/** Values for fields and parameters: what a schema asks for, and what it does not. */
export class FuzzValues {
  /** Texts of every kind, those among them that mean something in this server. */
  readonly text: Arbitrary<string>;
  /** A value that hardly any field takes. */
  readonly wrong: Arbitrary<unknown>;

  constructor(
    private readonly document: OpenApiDocument,
    /** Texts that mean something: names and ids of other people. */
    known: readonly string[],
  ) {
    this.text = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...known) },
      { weight: 4, arbitrary: fc.constantFrom(...naughtyStrings) },
      { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
      { weight: 1, arbitrary: fc.constantFrom('x'.repeat(321), 'x'.repeat(10_000), '[{'.repeat(2000)) },
    );
    this.wrong = fc.oneof(
      fc.constantFrom<unknown>(null, true, false, 0, -1, 1e308, 2 ** 53, [], {}, [[]], { $ne: null }),
      fc.constantFrom<unknown>({ toString: 'x' }, { length: 1 }, ['__proto__'], { constructor: {} }),
      this.text.map((text) => [text]),
      this.text.map((text) => ({ [text]: text })),
      fc.jsonValue({ maxDepth: 3 }),
    );
  }

  /** Mostly what the schema asks for. */
  valid(given: Schema): Arbitrary<unknown> {
    const schema = this.document.resolved(given);
    if (schema.enum) return fc.constantFrom(...schema.enum);
    const made = fc.oneof(...[schema.type ?? 'object'].flat().map((type) => this.ofType(type, schema)));
    const { example } = schema;
    return example === undefined
      ? made
      : fc.oneof({ weight: 2, arbitrary: fc.constant(example) }, { weight: 1, arbitrary: made });
  }

  private ofType(type: string, schema: Schema): Arbitrary<unknown> {
    if (type === 'string') return stringOf(schema);
    if (type === 'boolean') return fc.boolean();
    if (type === 'integer' || type === 'number')
      return fc.integer({ min: schema.minimum ?? -1000, max: schema.maximum ?? 1000 });
    if (type === 'null') return fc.constant(null);
    if (type === 'array') return fc.array(this.valid(schema.items ?? {}), { maxLength: 3 });
    const fields = Object.entries(schema.properties ?? {});
    return fc.record(Object.fromEntries(fields.map(([name, field]) => [name, this.valid(field)])));
  }
}

function stringOf({ format, minLength = 0, maxLength = 64 }: Schema): Arbitrary<string> {
  if (format === 'uuid') return fc.uuid();
  if (format === 'email') return fc.emailAddress();
  if (format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  const length = { minLength, maxLength: Math.max(minLength, Math.min(maxLength, 64)) };
  return fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789'), ...length });
}
