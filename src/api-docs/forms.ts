import type { OpenAPIObject } from '@nestjs/swagger';

const FORM = 'application/x-www-form-urlencoded';

/**
 * Gives the form of an operation the schema that `@ApiExtension('x-form-schema', …)` names, where it differs
 * from that of its JSON body: decorators know but one schema for both.
 */
export function describeForms(document: OpenAPIObject): OpenAPIObject {
  for (const operation of Object.values(document.paths).flatMap((path) => Object.values(path))) {
    const schema = operation['x-form-schema'];
    if (!schema) continue;
    delete operation['x-form-schema'];
    operation.requestBody.content[FORM] = { schema };
  }
  return document;
}
