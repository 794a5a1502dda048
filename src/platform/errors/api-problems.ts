import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { ErrorEntry } from './catalogue.js';
import { Problem } from './problem.js';
import { oauthAnswer, problemAnswer } from './problem-answer.js';
import { OAuthErrorBody, ProblemBody } from './problem-bodies.js';

type Entries = readonly [ErrorEntry, ...ErrorEntry[]];

const FORMS = {
  problem: { contentType: 'application/problem+json', model: ProblemBody, answer: problemAnswer },
  oauth: { contentType: 'application/json', model: OAuthErrorBody, answer: oauthAnswer },
};

const EXAMPLE_TRACE = '5f0c7a52-9a3e-4c0b-8d5f-2b1e6a7c9d10';

/** OpenAPI response objects by status: each lists the codes it can carry, with an example of each. */
export function describeErrors(form: keyof typeof FORMS, entries: readonly ErrorEntry[]) {
  const { contentType, model, answer } = FORMS[form];
  const describe = (group: readonly ErrorEntry[]) => ({
    description: group.map(({ code, title }) => `\`${code}\`: ${title}`).join('\n\n'),
    content: {
      [contentType]: {
        schema: { $ref: getSchemaPath(model) },
        examples: Object.fromEntries(
          group.map((entry) => [entry.code, { value: answer(new Problem(entry), EXAMPLE_TRACE).body }]),
        ),
      },
    },
  });
  const statuses = [...new Set(entries.map(({ status }) => status))];
  return statuses.map((status) => ({
    status,
    ...describe(entries.filter((entry) => entry.status === status)),
  }));
}

const documenting = (form: keyof typeof FORMS, entries: Entries) =>
  applyDecorators(
    ApiExtraModels(FORMS[form].model),
    ...describeErrors(form, entries).map((response) => ApiResponse(response)),
  );

/** Documents failures of a route, in the form of RFC 9457. */
export const ApiProblems = (...entries: Entries) => documenting('problem', entries);

/** Documents failures of an OAuth endpoint, in the form of RFC 6749 §5.2. */
export const ApiOAuthErrors = (...entries: Entries) => documenting('oauth', entries);
