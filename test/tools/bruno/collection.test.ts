import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { bruToEnvJsonV2, bruToJsonV2 } from '@usebruno/lang';
import { requestDeparture, routeOf } from '../../../openapi/conformance.ts';
import { brunoFiles, type DescribedApi } from '../../../tools/bruno/collection.ts';

const api: DescribedApi = JSON.parse(readFileSync('docs/openapi.json', 'utf8'));
const files = brunoFiles(api);

const requests = [...files]
  .filter(([name]) => !/^(environments\/|first-upload\/|collection\.bru|bruno\.json)/.test(name))
  .map(([, text]) => bruToJsonV2(text));

const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { operationId, security }]) => ({
    name: operationId,
    address: `${method} ${path}`,
    isPublic: security.length === 0,
  })),
);

type Request = (typeof requests)[number];

/** The path as it is sent: each `:name` has its value. */
const sentPath = ({ http, params = [] }: Request): string =>
  params
    .filter(({ type }) => type === 'path')
    .reduce(
      (path, { name, value }) => path.replace(`:${name}`, String(value)),
      http.url.replace('{{address}}', ''),
    );

describe('the Bruno collection', () => {
  it('has one request for every operation of the document', () => {
    expect(requests.map(({ meta }) => meta.name)).toEqual(operations.map(({ name }) => name));
  });

  it('sends each to the address of the operation, with a token unless it is public', () => {
    const sent = requests.map(({ meta, http }) => ({
      name: meta.name,
      address: `${http.method} ${http.url
        .replace('{{address}}', '')
        .replace(/\?.*/, '')
        .replaceAll(/:(\w+)/g, '{$1}')}`,
      isPublic: http.auth === 'none',
    }));
    expect(sent).toEqual(operations);
  });

  it('sends what the routes accept, and no `:name` is left without a value', () => {
    const wrong = requests.flatMap((request) => {
      const { http, body } = request;
      const method = http.method.toUpperCase();
      const path = sentPath(request);
      // Forms are held to their schema where their examples are.
      if (http.body === 'multipartForm') return routeOf({ method, path }) ? [] : [path];
      const parsed: unknown = body?.json && JSON.parse(body.json);
      return requestDeparture({ method, path, body: parsed }) ?? (path.includes(':') ? [path] : []);
    });
    expect(wrong).toEqual([]);
  });

  it('offers the rest of a query switched off', () => {
    const listLinks = requests.find(({ meta }) => meta.name === 'listLinks');
    expect(listLinks?.http.url).toBe('{{address}}/links?ownerId=usr_42');
    expect(listLinks?.params?.map(({ name, enabled }) => [name, enabled])).toEqual([
      ['ownerId', true],
      ['limit', false],
    ]);
  });

  it('names the stage in one environment, and keeps the token out of the files', () => {
    const stage = bruToEnvJsonV2(String(files.get('environments/stage.bru')));
    expect(stage.variables.map(({ name, secret }) => [name, secret])).toEqual([
      ['address', false],
      ['token', true],
    ]);
    expect(files.get('collection.bru')).toContain('token: {{token}}');
  });
});
