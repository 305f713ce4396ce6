import type { ErrorName } from '../core/error-names.ts';
import type { RouteName } from '../core/route-functions.ts';
import { answers as refusals, typeOf } from '../lambdas/shared/problem.ts';
import { answerExamples, answerValues } from './examples/answer-examples.ts';
import { content, type Json, jsonSchema } from './json-schema.ts';
import { type Operation, problemsOf } from './operation.ts';
import { problemView } from './views.ts';

const statusNames: Record<number, string> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'Done',
  302: 'Found',
  303: 'See other',
};

/** Where a redirect leads. */
export const location: Json = {
  description: 'A URL of the file, signed for this request and good for minutes',
  schema: { type: 'string', format: 'uri' },
  example: answerValues.fileUrl.url,
};

export const successes = (route: RouteName, { answers }: Operation): Json =>
  Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => [
      status,
      {
        description: statusNames[Number(status)],
        ...redirecting(Number(status)),
        ...(answer !== null && {
          content: content(answer, examplesOf(answerExamples[route][Number(status)] ?? [])),
        }),
      },
    ]),
  );

const redirecting = (status: number): Json =>
  status === 302 || status === 303
    ? { headers: { Location: { $ref: '#/components/headers/Location' } } }
    : {};

const examplesOf = (names: readonly string[]): Json => ({
  examples: Object.fromEntries(
    names.map((name) => [name, { $ref: `#/components/examples/${name}` }]),
  ),
});

export const problemContent = {
  'application/problem+json': { schema: jsonSchema(problemView, 'output') },
};

export const retryAfter: Json = {
  description: 'Seconds to wait, where waiting helps; `retryAfterSeconds` says the same',
  schema: { type: 'integer' },
};

export const refused = (operation: Operation): Json =>
  Object.fromEntries(
    [...byStatus(problemsOf(operation))].map(([status, names]) => [
      status,
      {
        description: names
          .map((name) => `${refusals[name].title} (\`${typeOf(name)}\`)`)
          .join('; '),
        ...waiting(status),
        content: problemsContent(names),
      },
    ]),
  );

const byStatus = (names: readonly ErrorName[]): Map<number, ErrorName[]> =>
  Map.groupBy(names, (name) => refusals[name].status) as Map<number, ErrorName[]>;

// Two statuses mean that the same request may succeed later.
const waiting = (status: number): Json =>
  status === 429 || status === 503
    ? { headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } }
    : {};

const problemsContent = (names: readonly ErrorName[]): Json => ({
  'application/problem+json': {
    ...problemContent['application/problem+json'],
    ...examplesOf(names),
  },
});

// The gateway itself answers these two, before any code of ours.
export const unauthorized = (access: string, { problems }: Operation): Json =>
  access === 'public'
    ? {}
    : {
        401: { description: 'No token was sent' },
        ...(!problems.includes('NotAllowed') && { 403: { description: 'The token is not valid' } }),
      };
