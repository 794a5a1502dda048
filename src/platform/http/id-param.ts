import { applyDecorators, Param, ParseUUIDPipe } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { type ErrorEntry, Problem } from '../errors/index.js';

/** A text that is no id is answered as an id that nobody has. */
export const IdParam = (name: string, missing: ErrorEntry): ParameterDecorator =>
  Param(name, new ParseUUIDPipe({ exceptionFactory: () => new Problem(missing) }));

/** Describes an id in the path. */
export const ApiId = (name: string, description: string) =>
  applyDecorators(
    ApiParam({ name, description, format: 'uuid', example: '0197a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b' }),
  );
