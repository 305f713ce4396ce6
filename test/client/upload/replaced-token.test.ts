import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Fault } from '../fake-answers.ts';
import { NodeWorld } from '../node-world.ts';

let world: NodeWorld;
beforeEach(async () => {
  world = await new NodeWorld().start();
});
afterEach(() => world.stop());

const notFound: Fault = {
  status: 404,
  body: '{"type":"urn:keepsake:problem:not-found","detail":"no"}',
};
const notSignedIn: Fault = {
  status: 401,
  body: '{"type":"urn:keepsake:problem:not-signed-in","detail":"no"}',
};
const unauthorized: Fault = { status: 401, body: '{"message":"Unauthorized"}' };
const forbidden: Fault = { status: 403, body: '{"message":"Forbidden"}' };

/**
 * A sign-in replaces the token when a request matches `when`. From then on the server accepts the
 * new token only; the page gets it after `pageLearnsAfter` refused requests.
 */
const signIn = (when: string, fault: Fault, pageLearnsAfter = 0) => {
  let refused = 0;
  let isReplaced = false;
  const token = async () => (isReplaced && refused > pageLearnsAfter ? 'kst_new' : 'kst_old');
  world.api.fault = ({ method, path, token: used }) => {
    if (`${method} ${path}`.startsWith(when)) isReplaced = true;
    if (!isReplaced || method === 'PUT' || used === 'kst_new') return undefined;
    refused += 1;
    return fault;
  };
  return world.client({ token, retry: { baseMs: 1, capMs: 1, patienceMs: 5_000 } });
};

describe.each<[string, Fault]>([
  ['404', notFound],
  ['401', notSignedIn],
  ['401 of the gateway', unauthorized],
  ['403 of the gateway', forbidden],
])('a token that is replaced and answers %s', (_, fault) => {
  it.each(['POST /uploads/', 'PUT'])(
    'during an upload in parts, from %s on, is asked for again',
    async (when) => {
      const { path, bytes } = await world.file(95_000);
      const { uploadId } = await signIn(when, fault).upload(path, { category: 'video' });
      expect(world.api.has(uploadId, bytes)).toBe(true);
      expect(world.api.uploads.size).toBe(1);
    },
  );

  it('is asked for again until the page has the new one', async () => {
    const { path, bytes } = await world.file(5_000);
    const { uploadId } = await signIn('PUT', fault, 8).upload(path, { category: 'photo' });
    expect(world.api.has(uploadId, bytes)).toBe(true);
    expect(world.api.uploads.size).toBe(1);
  });
});

describe('a new token', () => {
  it('is used although the upload is moved to its owner a little later', async () => {
    const { path, bytes } = await world.file(5_000);
    let misses = 8;
    world.api.fault = ({ path: asked }) =>
      asked.endsWith('/complete') && misses-- > 0 ? notFound : undefined;
    const client = world.client({
      token: async () => 'kst_new',
      retry: { baseMs: 1, capMs: 1, patienceMs: 5_000 },
    });
    const { uploadId } = await client.upload(path, { category: 'photo' });
    expect(world.api.has(uploadId, bytes)).toBe(true);
  });

  it('is not waited for when the API itself refuses the request', async () => {
    const { path } = await world.file(5_000);
    world.api.fault = () => ({
      status: 403,
      body: '{"type":"urn:keepsake:problem:not-allowed","detail":"workers only"}',
    });
    const client = world.client({
      token: async () => 'kst_new',
      retry: { baseMs: 1, patienceMs: 5_000 },
    });
    await expect(client.upload(path, { category: 'photo' })).rejects.toMatchObject({ status: 403 });
    expect(world.api.seen.length).toBe(1);
  });

  it('is not waited for when a file is looked for that may be gone', async () => {
    const client = world.client({ token: async () => 'kst_same' });
    await expect(client.getUpload('upl_1')).rejects.toMatchObject({ status: 404 });
    expect(world.api.seen.length).toBe(1);
  });
});

it.each<[string, Fault, string[]]>([
  ['401', unauthorized, ['kst_kept']],
  ['403 of the gateway', forbidden, ['kst_kept']],
  // Another owner's thing: the token is good.
  ['404', notFound, []],
])('a token that answers %s is named to the function if it is over', async (_, fault, named) => {
  const rejections: string[] = [];
  const token = async (rejected?: string) => {
    if (rejected !== undefined) rejections.push(rejected);
    return rejected === 'kst_kept' ? 'kst_new' : 'kst_kept';
  };
  world.api.fault = ({ token: used }) => (used === 'kst_kept' ? fault : undefined);
  const call = world.client({ token }).getUpload('upl_1');
  await expect(call).rejects.toMatchObject({ status: 404 });
  expect(rejections).toEqual(named);
});
