import { describe, expect, it } from '@jest/globals';
import { departure, routeOf } from '../../openapi/conformance.ts';

const json = 'application/json';
const session = { sessionId: 'ses_1', token: 'kst_1', expiresAt: '2030-01-01T00:00:00.000Z' };
const created = {
  method: 'POST',
  path: '/sessions',
  status: 201,
  contentType: json,
  body: session,
};
const problem = {
  type: 'urn:keepsake:problem:not-found',
  title: 'Not found',
  status: 404,
  detail: 'No upload here.',
};

describe('an answer beside its description', () => {
  it('finds the route of a path with ids and a query', () => {
    expect(routeOf({ method: 'GET', path: '/uploads/upl_1/download?format=json' })).toBe(
      'downloadUpload',
    );
  });

  it('may be what is described', () => {
    expect(departure(created)).toBeUndefined();
  });

  it('may not have a field more', () => {
    expect(departure({ ...created, body: { ...session, tokenHash: 'x' } })).toMatch(/tokenHash/);
  });

  it('may not lack a field', () => {
    expect(departure({ ...created, body: { sessionId: 'ses_1' } })).toMatch(
      /POST \/sessions answered 201/,
    );
  });

  it('may not have a status of its own', () => {
    expect(departure({ ...created, status: 200 })).toMatch(/not described/);
  });

  it('may be a refusal the route describes', () => {
    const refused = {
      method: 'GET',
      path: '/uploads/upl_1',
      status: 404,
      contentType: 'application/problem+json',
      body: problem,
    };
    expect(departure(refused)).toBeUndefined();
    expect(departure({ ...refused, status: 409 })).toMatch(/not described/);
    expect(departure({ ...refused, body: { message: 'no' } })).toMatch(/404/);
  });
});
