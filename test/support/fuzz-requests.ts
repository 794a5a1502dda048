import fc, { type Arbitrary } from 'fast-check';
import type { FuzzValues } from './fuzz-values.js';
import type { Media, NamedOperation, OpenApiDocument, Parameter, Schema } from './openapi.js';
import type { WireRequest } from './wire.js';

/** A list, not an object, so that a name can stand in it twice. */
type Fields = readonly (readonly [name: string, value: unknown])[];

const FORM = 'application/x-www-form-urlencoded';

/** Longer ones get 431 from the HTTP parser, before there is a route. */
const LONGEST_TARGET = 10_000;
const LONGEST_SEGMENT = 4_000;

/** Content types that a body may claim to have. */
const CLAIMS = [
  'text/plain',
  'application/xml',
  'application/json; charset=utf-16',
  'multipart/form-data',
  '',
];

/** Headers that some servers obey, and this one must not mind. */
const IDLE_HEADERS: readonly string[] = [
  'user-agent',
  'accept',
  'accept-language',
  'x-http-method-override',
  'x-original-url',
  'x-forwarded-for',
  'forwarded',
];

/** Requests for an operation that an OpenAPI document describes: good ones, and bad ones of every kind. */
export class FuzzRequests {
  constructor(
    private readonly document: OpenApiDocument,
    private readonly values: FuzzValues,
    /** Names of fields that an attacker would add. */
    private readonly strangeFields: readonly string[],
  ) {}

  of({ method, path, parameters = [], requestBody }: NamedOperation): Arbitrary<WireRequest> {
    const at = (place: string) => parameters.filter((parameter) => parameter.in === place);
    return fc
      .record({
        target: this.target(path, at('path'), at('query')),
        named: this.headers(at('header')),
        idle: this.idleHeaders(),
        payload: this.payload(requestBody?.content ?? {}),
      })
      .map(({ target, named, idle, payload: { type, body } }) => ({
        method,
        path: target,
        headers: { ...idle, ...named, ...(type && { 'content-type': type }) },
        body,
      }));
  }

  private target(path: string, inPath: readonly Parameter[], inQuery: readonly Parameter[]) {
    const segments = fc.record(
      Object.fromEntries(
        inPath.map(({ name, schema }) => [name, fc.oneof(this.values.valid(schema), this.values.text)]),
      ),
    );
    return fc.record({ segments, query: this.fields(inQuery) }).map(({ segments, query }) => {
      const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => segmentOf(segments[name]));
      const search = asForm(query);
      return search ? `${filled}?${search}`.slice(0, LONGEST_TARGET) : filled;
    });
  }

  private headers(parameters: readonly Parameter[]): Arbitrary<Record<string, string>> {
    return this.fields(parameters, []).map((fields) =>
      Object.fromEntries(fields.map(([name, value]) => [name.toLowerCase(), headerSafe(asText(value))])),
    );
  }

  private idleHeaders(): Arbitrary<Record<string, string>> {
    const some = fc.dictionary(fc.constantFrom(...IDLE_HEADERS), this.values.text.map(headerSafe), {
      maxKeys: 2,
    });
    return fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: some });
  }

  private payload(content: Readonly<Record<string, Media>>): Arbitrary<{ type?: string; body?: string }> {
    const media = Object.entries(content);
    const fitting = media.map(([type, described]) => this.bodyOf(type, described));
    const strange = fc.record({
      type: fc.constantFrom('application/json', FORM, ...CLAIMS),
      body: fc.oneof(this.values.text, this.values.wrong.map(asJson)),
    });
    const none = fc.constant({});
    if (fitting.length === 0)
      return fc.oneof({ weight: 6, arbitrary: none }, { weight: 1, arbitrary: strange });
    return fc.oneof(
      { weight: 16, arbitrary: fc.oneof(...fitting) },
      { weight: 2, arbitrary: strange },
      { weight: 1, arbitrary: none },
    );
  }

  private bodyOf(
    type: string,
    { schema: given, examples }: Media,
  ): Arbitrary<{ type: string; body: string }> {
    const { properties = {}, required = [] } = this.document.resolved(given);
    const known = Object.entries(properties).map(([name, schema]) => ({
      name,
      schema,
      required: required.includes(name),
    }));
    const write = type === FORM ? asForm : asObject;
    const shown = Object.values(examples ?? {}).map(({ value }): Fields => Object.entries(value));
    const made = this.fields(known);
    const fields =
      shown.length === 0
        ? made
        : fc.oneof({ weight: 1, arbitrary: fc.constantFrom(...shown) }, { weight: 5, arbitrary: made });
    return fields.map((chosen) => ({ type, body: write(chosen) }));
  }

  /** Fields that are all good, all but one, or anything. */
  private fields(
    known: readonly { name: string; schema: Schema; required?: boolean }[],
    strange = this.strangeFields,
  ): Arbitrary<Fields> {
    const each = known.map(({ name, schema, required = false }) => {
      const present = this.values.valid(schema).map((value): Fields => [[name, value]]);
      return required ? present : fc.oneof(present, fc.constant<Fields>([]));
    });
    const good: Arbitrary<Fields> = fc.tuple(...each).map((parts) => parts.flat());
    const names = [...known.map(({ name }) => name), ...strange];
    if (names.length === 0) return good;
    const bad = fc.tuple(fc.constantFrom(...names), fc.oneof(this.values.text, this.values.wrong));
    const replacing = fc
      .tuple(good, fc.array(bad, { minLength: 1, maxLength: 3 }))
      .map(([fields, others]) => [
        ...fields.filter(([name]) => !others.some(([other]) => other === name)),
        ...others,
      ]);
    const doubled = fc.tuple(good, bad).map(([fields, other]) => [...fields, other, other]);
    return fc.oneof(
      { weight: 4, arbitrary: good },
      { weight: 5, arbitrary: replacing },
      { weight: 1, arbitrary: doubled },
    );
  }
}

/** Never empty, which would be another path. */
const segmentOf = (value: unknown): string =>
  encodeURIComponent(asText(value).toWellFormed()).slice(0, LONGEST_SEGMENT) || '%20';

const asText = (value: unknown): string => (typeof value === 'string' ? value : asJson(value));

const asJson = (value: unknown): string => JSON.stringify(value) ?? 'undefined';

const asForm = (fields: Fields): string =>
  new URLSearchParams(fields.map(([name, value]): [string, string] => [name, asText(value)])).toString();

const asObject = (fields: Fields): string =>
  `{${fields.map(([name, value]) => `${asJson(name)}:${asJson(value)}`).join(',')}}`;

/** UTF-8 bytes as HTTP carries them, without what it cannot carry. */
export const headerSafe = (text: string): string =>
  Buffer.from(text)
    .toString('latin1')
    .replace(/[^\x20-\x7e\x80-\xff]/g, '')
    .slice(0, 1000);
