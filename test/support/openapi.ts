import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly description?: string;
  readonly example?: unknown;
  readonly default?: unknown;
}

export interface Media {
  readonly schema: Schema;
  readonly examples?: Readonly<Record<string, { readonly value: Record<string, unknown> }>>;
}

/** A response, or a request body. */
export interface Described {
  readonly description?: string;
  readonly content?: Readonly<Record<string, Media>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

export interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly operationId?: string;
  readonly security?: readonly object[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Described;
  readonly responses: Readonly<Record<string, Described>>;
}

interface Content {
  readonly openapi: string;
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export type NamedOperation = Operation & {
  readonly name: string;
  readonly method: string;
  readonly path: string;
};

/** An OpenAPI 3.1 document, and what values it allows. */
export class OpenApiDocument {
  private readonly ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
  private readonly closedComponents: object;
  private readonly compiled = new WeakMap<Schema, ReturnType<Ajv2020['compile']>>();

  constructor(readonly content: Content) {
    formats.default(this.ajv);
    this.ajv.addVocabulary(['example', 'discriminator', 'xml', 'externalDocs']); // OpenAPI's own
    this.ajv.addVocabulary(['components']); // where references lead
    this.closedComponents = withoutOtherFields(content.components);
  }

  get operations(): NamedOperation[] {
    return Object.entries(this.content.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([verb, operation]) => {
        const method = verb.toUpperCase();
        return { name: `${method} ${path}`, method, path, ...operation };
      }),
    );
  }

  operation(method: string, path: string): Operation | undefined {
    return this.content.paths[path]?.[method.toLowerCase()];
  }

  resolved(schema: Schema): Schema {
    return schema.$ref
      ? (this.content.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {})
      : schema;
  }

  /** What is wrong with a value, a field that the schema does not know included. */
  misfits(value: unknown, schema: Schema): string[] {
    const fits = this.compiledOnce(schema);
    return fits(value)
      ? []
      : (fits.errors ?? []).map((error) => this.ajv.errorsText([error], { dataVar: '' }));
  }

  private compiledOnce(schema: Schema) {
    const known = this.compiled.get(schema);
    if (known) return known;
    const fits = this.ajv.compile({ ...withoutOtherFields(schema), components: this.closedComponents });
    this.compiled.set(schema, fits);
    return fits;
  }

  /** The bodies that Swagger UI offers: the examples, or in a form, and where there are none, the fields' own. */
  offeredBodies(path: string, type = 'application/json'): Record<string, string>[] {
    const media = this.operation('POST', path)?.requestBody?.content?.[type];
    if (media?.examples && type === 'application/json')
      return Object.values(media.examples).map(({ value }) => value as Record<string, string>);
    const fields = Object.entries(media ? (this.resolved(media.schema).properties ?? {}) : {});
    return [
      Object.fromEntries(
        fields.map(([name, field]) => [name, String(field.example ?? field.default ?? 'string')]),
      ),
    ];
  }

  /** The verdict of @seriousme/openapi-schema-validator, in a process of its own because it is an ES module. */
  validated(folder: string): Promise<unknown> {
    const file = join(folder, 'openapi.json');
    writeFileSync(file, JSON.stringify(this.content));
    return new Promise((done) =>
      execFile(process.execPath, [resolve('node_modules/.bin/validate-api'), file], (error, stdout) =>
        done(stdout ? JSON.parse(stdout) : error),
      ),
    );
  }
}

/** A copy in which every object refuses fields that it does not describe. */
function withoutOtherFields<T>(node: T): T {
  if (typeof node !== 'object' || node === null) return node;
  if (Array.isArray(node)) return node.map(withoutOtherFields) as T;
  const copy = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, withoutOtherFields(value)]),
  );
  const isOpen = 'type' in node && node.type === 'object' && !('additionalProperties' in node);
  return (isOpen ? { ...copy, additionalProperties: false } : copy) as T;
}
