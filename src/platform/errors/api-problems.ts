import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { ErrorEntry } from './catalogue.js';
import { Problem } from './problem.js';
import { oauthAnswer, problemAnswer } from './problem-answer.js';

const groupByStatus = (entries: readonly ErrorEntry[]): Map<number, ErrorEntry[]> => {
  const groups = new Map<number, ErrorEntry[]>();
  for (const entry of entries) groups.set(entry.status, [...(groups.get(entry.status) ?? []), entry]);
  return groups;
};

const documented = (entries: readonly ErrorEntry[], contentType: string, schema: string, exampleOf: typeof problemAnswer) =>
  applyDecorators(
    ...[...groupByStatus(entries)].map(([status, group]) =>
      ApiResponse({
        status,
        description: group.map(({ code, title }) => `\`${code}\`: ${title}`).join('\n\n'),
        content: {
          [contentType]: {
            schema: { $ref: `#/components/schemas/${schema}` },
            examples: Object.fromEntries(
              group.map((entry) => [
                entry.code,
                { value: exampleOf(new Problem(entry), '0197a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b').body },
              ]),
            ),
          },
        },
      }),
    ),
  );

/** Documents the failures of a route, in the form of RFC 9457. */
export const ApiProblems = (...entries: [ErrorEntry, ...ErrorEntry[]]) =>
  documented(entries, 'application/problem+json', 'Problem', problemAnswer);

/** Documents the failures of an OAuth endpoint, in the form of RFC 6749 §5.2. */
export const ApiOAuthErrors = (...entries: [ErrorEntry, ...ErrorEntry[]]) =>
  documented(entries, 'application/json', 'OAuthError', oauthAnswer);
