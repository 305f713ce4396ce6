import { describe, expect, it } from '@jest/globals';
import { openApi } from '../../../openapi/document.ts';
import { queryExamples } from '../../../openapi/examples/parameter-examples.ts';
import type { Operation } from '../../../openapi/operation.ts';
import { operations } from '../../../openapi/operations.ts';

type Parameter = { name: string; in: string; required: boolean; example?: unknown };
type Described = { operationId: string; parameters: Parameter[] };

const document = openApi() as { paths: Record<string, Record<string, Described>> };
const described = Object.values(document.paths).flatMap((methods) => Object.values(methods));
const withQuery = Object.entries<Operation>(operations).filter(([, { query }]) => query);

const exampleOf = (route: string) => queryExamples[route as keyof typeof queryExamples] ?? {};

describe('the examples of parameters', () => {
  it.each(withQuery)(
    'name every field of the query of %s, and are accepted',
    (route, { query }) => {
      const fields = Object.keys(query?.shape ?? {}).filter((field) => field !== 'cursor');
      expect(Object.keys(exampleOf(route)).sort()).toEqual(fields.sort());
      expect(query?.safeParse(exampleOf(route)).error).toBeUndefined();
    },
  );

  it('are of no other route', () => {
    expect(Object.keys(queryExamples).sort()).toEqual(withQuery.map(([name]) => name).sort());
  });

  it('are in the document for everything a path names', () => {
    const inPaths = described.flatMap(({ operationId, parameters }) =>
      parameters.filter((parameter) => parameter.in === 'path').map((at) => ({ operationId, at })),
    );
    expect(inPaths.length).toBeGreaterThan(30);
    expect(inPaths.filter(({ at }) => typeof at.example !== 'string')).toEqual([]);
  });

  it('are needed where the route refuses a request without them', () => {
    const needed = described.flatMap(({ operationId, parameters }) =>
      parameters
        .filter((parameter) => parameter.in === 'query' && parameter.required)
        .map(({ name }) => `${operationId} ${name}`),
    );
    expect(needed.sort()).toEqual([
      'downloadLegacyFile path',
      'downloadLegacyFileHead path',
      'listLinks ownerId',
      'listSessions ownerId',
      'ownerErasure ownerId',
      'ownerQuota ownerId',
    ]);
  });
});
