import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { anyValue, fieldValue, type Schema, type Surroundings } from './arbitraries.ts';
import { hostileText } from './hostile-values.ts';

type Parameter = { name: string; in: 'path' | 'query' | 'header'; schema: Schema };

type Described = {
  operationId: string;
  parameters: Parameter[];
  requestBody?: { content: { 'application/json'?: { schema: Schema } } };
};

/** A request to one route; `params` are not yet escaped. */
export type FuzzedRequest = {
  name: string;
  method: string;
  path: string;
  params: Record<string, string>;
  query: Record<string, string>;
  headers: Record<string, string>;
  /** JSON as it is sent; `undefined` for no body. */
  body?: string | undefined;
};

type Document = {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, Schema> };
};

const document: Document = JSON.parse(readFileSync('docs/openapi.json', 'utf8'));

const resolve = (ref: string): Schema => {
  const schema = document.components.schemas[ref.replace('#/components/schemas/', '')];
  if (!schema) throw new Error(`docs/openapi.json has no ${ref}`);
  return schema;
};

const photo = { uploadId: 'upl_1', role: 'photo', required: true };

const around: Surroundings = {
  resolve,
  samples: {
    amount: [{ value: 49.9, currency: 'EUR' }],
    batchId: ['bat_1'],
    bucket: ['legacy', 'keepsake-local-legacy'],
    category: ['photo', 'video', 'transcript'],
    changes: [[{ uploadId: 'upl_1', ownerId: 'usr_mallory' }]],
    contentType: ['image/jpeg', 'video/mp4', 'text/plain'],
    filename: ['photo.jpg', 'film.mp4', 'notes.txt'],
    files: [[photo], [photo, photo], [photo, { ...photo, role: 'other', uploadId: 'upl_2' }]],
    inputs: [{ photo: 'upl_1' }, { photo: 'upl_1', other: 'upl_2' }, 'keep', 'delete', 'promote'],
    jobId: ['job_1'],
    orderId: ['ord_1'],
    ownerId: ['usr_alice'],
    sizeBytes: [1, 900, 20 * 1024 ** 2],
    uploadId: ['upl_1'],
  },
};

/** Queries and headers are text, for every schema. */
const asText = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

/** Ids that exist, by the path parameter's name, so that requests get past the first look-up. */
export type KnownIds = Readonly<Record<string, readonly string[]>>;

const pathValue = (name: string, known: KnownIds): fc.Arbitrary<string> =>
  fc.oneof(
    { arbitrary: fc.constantFrom(...(known[name] ?? ['upl_1'])), weight: 5 },
    { arbitrary: hostileText, weight: 1 },
  );

/** Up to two of them: with all at once, one is always wrong. */
const valuesOf = (parameters: readonly Parameter[], place: Parameter['in']) => {
  const there = parameters.filter((parameter) => parameter.in === place);
  return fc
    .subarray(there, { maxLength: Math.min(2, there.length) })
    .chain((chosen) =>
      fc.record(
        Object.fromEntries(
          chosen.map(({ name, schema }) => [
            place === 'header' ? name.toLowerCase() : name,
            fieldValue(name, schema, around).map(asText),
          ]),
        ),
      ),
    ) as fc.Arbitrary<Record<string, string>>;
};

/** No JSON, or more of it than programs that call themselves can hold. */
const rawBodies = ['', '{', 'null', '"a"', '\u0000', '['.repeat(30_000) + ']'.repeat(30_000)];

const bodyOf = ({ requestBody }: Described): fc.Arbitrary<string | undefined> => {
  const schema = requestBody?.content['application/json']?.schema;
  const json = schema ? anyValue(schema, around) : fc.constantFrom<unknown>({}, [], null);
  return fc.oneof(
    { arbitrary: json.map((value) => JSON.stringify(value)), weight: 15 },
    { arbitrary: fc.constantFrom(undefined, ...rawBodies), weight: 1 },
  );
};

const requestsTo = (
  method: string,
  path: string,
  described: Described,
  known: KnownIds,
): fc.Arbitrary<FuzzedRequest> => {
  const { operationId: name, parameters } = described;
  const inPath = parameters.filter((parameter) => parameter.in === 'path');
  return fc.record({
    name: fc.constant(name.replace(/Head$/, '')),
    method: fc.constant(method.toUpperCase()),
    path: fc.constant(path),
    params: fc.record(
      Object.fromEntries(inPath.map((found) => [found.name, pathValue(found.name, known)])),
    ) as fc.Arbitrary<Record<string, string>>,
    query: valuesOf(parameters, 'query'),
    headers: valuesOf(parameters, 'header'),
    body: method === 'get' || method === 'head' ? fc.constant(undefined) : bodyOf(described),
  });
};

/** Requests to every route that docs/openapi.json describes. */
export const anyRequest = (known: KnownIds): fc.Arbitrary<FuzzedRequest> =>
  fc.oneof(
    ...Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, described]) =>
        requestsTo(method, path, described, known),
      ),
    ),
  );
