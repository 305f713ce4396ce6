import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { routes } from '../../core/routes.ts';
import { openApi } from '../../openapi/document.ts';

type Described = {
  operationId: string;
  summary: string;
  responses: Record<string, unknown>;
  parameters: { name: string; in: string }[];
};

const document = openApi() as {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, unknown> };
};
const text = JSON.stringify(document);

describe('the OpenAPI document', () => {
  it('is the one in docs/: run `npm run openapi` after a change', () => {
    expect(JSON.parse(readFileSync('docs/openapi.json', 'utf8'))).toEqual(document);
  });

  it.each(Object.entries(routes))('describes %s', (name, { method, path }) => {
    expect(document.paths[path]?.[method.toLowerCase()]?.operationId).toBe(name);
  });

  it('has titles for a list: short, without Markdown', () => {
    const titles = Object.values(document.paths)
      .flatMap((path) => Object.values(path))
      .map(({ summary }) => summary.replace(/( \(older path\))?(: headers alone)?$/, ''));
    expect(titles.length).toBeGreaterThan(100);
    expect(titles.filter((title) => title.length > 60 || title.includes('`'))).toEqual([]);
  });

  it('describes nothing that is not there', () => {
    const described = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    const served = Object.entries(routes).filter(([, route]) => 'head' in route);
    const expected = [...Object.keys(routes), ...served.map(([name]) => `${name}Head`)];
    expect(described.sort()).toEqual(expected.sort());
  });

  it('refers to no schema it does not hold', () => {
    const wanted = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(
      ([, id]) => id as string,
    );
    expect(wanted.filter((id) => !Object.hasOwn(document.components.schemas, id))).toEqual([]);
  });

  it('resolves every reference', () => {
    const pointers = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
      ([, pointer]) => pointer as string,
    );
    const at = (pointer: string): unknown =>
      pointer
        .split('/')
        .reduce<unknown>(
          (node, key) => (node as Record<string, unknown> | undefined)?.[key],
          document,
        );
    expect(pointers.filter((pointer) => at(pointer) === undefined)).toEqual([]);
    expect(text).not.toContain('$defs');
  });

  it('is valid against the OpenAPI 3.1 meta schema', async () => {
    expect(await new Validator().validate(JSON.parse(text))).toEqual({ valid: true });
  });

  it('says where the API is, and names every request body', () => {
    expect(document).toMatchObject({ servers: [{ url: 'https://{host}' }] });
    expect(document.components.schemas).toHaveProperty('CreateUploadRequest');
  });

  it('takes an Idempotency-Key on every route that creates something for a caller', () => {
    const without = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods)
        .filter(({ responses }) => '201' in responses)
        .filter(({ parameters = [] }) => !parameters.some(({ name }) => name === 'Idempotency-Key'))
        .map(({ operationId }) => operationId),
    );
    // A session has no caller yet whose key it could be.
    expect(without).toEqual(['createSession']);
  });

  it('answers HEAD wherever GET leads to a file', () => {
    const leading = Object.values(document.paths).filter(({ get }) =>
      ['302', '303'].some((status) => Object.hasOwn(get?.responses ?? {}, status)),
    );
    expect(leading.length).toBeGreaterThan(5);
    expect(leading.filter(({ head }) => head === undefined)).toEqual([]);
  });

  it('says of every redirect where it leads, with an example', () => {
    const redirects = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).flatMap(({ responses }) =>
        Object.entries(responses).filter(([status]) => status.startsWith('3')),
      ),
    );
    const location = { headers: { Location: { $ref: '#/components/headers/Location' } } };
    expect(redirects.length).toBeGreaterThan(10);
    for (const [, redirect] of redirects) expect(redirect).toMatchObject(location);
    expect(document).toHaveProperty('components.headers.Location.example');
  });

  it('names every path parameter', () => {
    for (const [path, methods] of Object.entries(document.paths)) {
      const expected = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const { parameters } of Object.values(methods))
        expect(
          parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name),
        ).toEqual(expected);
    }
  });

  it('says of every refusal that passes when to come back', () => {
    const responses = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).flatMap((route) => Object.entries(route.responses)),
    );
    const passing = responses.filter(([status]) => status === '429' || status === '503');
    expect(
      passing.filter(
        ([, answer]) =>
          !Object.hasOwn((answer as { headers?: object }).headers ?? {}, 'Retry-After'),
      ),
    ).toEqual([]);
  });

  it('names no problem that docs/api.md does not explain', () => {
    const explained = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
    const problems = [...JSON.stringify(document).matchAll(/urn:keepsake:problem:([a-z-]+)`/g)].map(
      ([, problem]) => problem,
    );
    expect(
      [...new Set(problems)].filter((problem) => !explained.includes(`| \`${problem}\` |`)),
    ).toEqual([]);
  });

  it('says of every route what a fault of ours looks like', () => {
    for (const methods of Object.values(document.paths))
      for (const { responses } of Object.values(methods))
        expect(Object.keys(responses)).toEqual(expect.arrayContaining(['500', '503']));
  });
});
