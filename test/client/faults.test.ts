import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Fault, Seen } from './fake-answers.ts';
import { NodeWorld } from './node-world.ts';

let world: NodeWorld;
beforeEach(async () => {
  world = await new NodeWorld().start();
});
afterEach(() => world.stop());

/** The first `times` requests that match are answered with the fault. */
const first = (times: number, start: string, fault: Fault) => {
  let left = times;
  world.api.fault = ({ method, path }: Seen) => {
    if (!`${method} ${path}`.startsWith(start) || left === 0) return undefined;
    left -= 1;
    return fault;
  };
};

const slowDown: Fault = { status: 503, body: '<Error><Code>SlowDown</Code></Error>' };
const unavailable: Fault = {
  status: 503,
  body: '{"type":"urn:keepsake:problem:transient-fault","detail":"try again"}',
};

describe.each([
  ['one PUT', 5_000],
  ['parts', 95_000],
])('an upload in %s survives', (_, size) => {
  it.each<[string, number, string, Fault]>([
    ['connections to storage that are cut', 3, 'PUT', 'cut'],
    ['storage that asks to slow down', 3, 'PUT', slowDown],
    [
      'bytes damaged on the way',
      1,
      'PUT',
      { status: 400, body: '<Error><Code>BadDigest</Code></Error>' },
    ],
    [
      'a socket storage closed for being idle',
      1,
      'PUT',
      { status: 400, body: '<Error><Code>RequestTimeout</Code></Error>' },
    ],
    [
      'signatures that are no longer good',
      2,
      'PUT',
      { status: 403, body: '<Error><Code>AccessDenied</Code></Error>' },
    ],
    ['an announcement whose answer is lost', 1, 'POST /uploads', 'cut'],
    ['an API that is unavailable', 2, 'POST /uploads', unavailable],
    [
      'an API that throttles',
      2,
      'POST /uploads',
      { status: 429, body: '{"message":"Too Many Requests"}' },
    ],
  ])('%s', async (_fault, times, start, fault) => {
    const { path, bytes } = await world.file(size);
    first(times, start, fault);
    const { uploadId, status } = await world.client().upload(path, { category: 'video' });
    expect(status).toBe('uploaded');
    expect(world.api.has(uploadId, bytes)).toBe(true);
  });
});

describe('a signature that ran out', () => {
  it('is replaced for its part alone', async () => {
    const { path } = await world.file(95_000);
    first(1, 'PUT', { status: 403, body: '' });
    await world.client().upload(path, { category: 'video' });
    expect(world.api.count('PUT')).toBe(11);
    expect(world.api.uploads.size).toBe(1);
  });

  it('of a single PUT is replaced by a new announcement, and the first one is given back', async () => {
    const { path } = await world.file(5_000);
    first(1, 'PUT', { status: 403, body: '' });
    await world.client().upload(path, { category: 'photo' });
    expect(world.api.count('DELETE')).toBe(1);
    expect(world.api.uploads.size).toBe(1);
  });
});

describe('a PUT whose answer was lost', () => {
  it('counts as sent when storage says that the file is there', async () => {
    const { path, bytes } = await world.file(5_000);
    world.api.loseAnswerOf = (path) => path.startsWith('/s3/') && world.api.count('PUT') === 1;
    const { uploadId } = await world.client().upload(path, { category: 'photo' });
    expect(world.api.count('PUT')).toBe(2);
    expect(world.api.has(uploadId, bytes)).toBe(true);
  });
});

describe('a part the server misses at the end', () => {
  it('is sent again, and only that one', async () => {
    const { path, bytes } = await world.file(95_000);
    world.api.fault = ({ path: asked }) => {
      const id = /\/uploads\/(upl_\w+)\/complete/.exec(asked)?.[1];
      if (id && world.api.count(`POST /uploads/${id}/complete`) === 1) world.api.lose(id, 4);
      return undefined;
    };
    const { uploadId } = await world.client().upload(path, { category: 'video' });
    expect(world.api.count('PUT')).toBe(11);
    expect(world.api.has(uploadId, bytes)).toBe(true);
  });
});

describe('what does not get better', () => {
  it.each([5_000, 95_000])(
    'is given up after five tries, with the reason (%s bytes)',
    async (size) => {
      const { path } = await world.file(size);
      first(1_000, 'PUT', 'cut');
      const failed = world.client({ parallelParts: 1 }).upload(path, { category: 'video' });
      await expect(failed).rejects.toMatchObject({
        name: 'KeepsakeProblem',
        type: 'urn:keepsake:problem:network',
        status: 0,
      });
      expect(world.api.count('PUT')).toBe(5);
    },
  );

  it('is not tried again when it is our mistake', async () => {
    const { path } = await world.file(5_000);
    const errors = [{ field: 'category', message: 'must be one of photo' }];
    first(9, 'POST /uploads', {
      status: 400,
      body: JSON.stringify({
        type: 'urn:keepsake:problem:invalid-input',
        detail: 'category: must …',
        errors,
      }),
    });
    await expect(world.client().upload(path, { category: 'x' })).rejects.toMatchObject({
      status: 400,
      errors,
    });
    expect(world.api.count('POST')).toBe(1);
  });

  it('gives back what was reserved for a single PUT', async () => {
    const { path } = await world.file(5_000);
    first(1_000, 'PUT', 'cut');
    await expect(world.client().upload(path, { category: 'photo' })).rejects.toThrow();
    expect(world.api.uploads.size).toBe(0);
  });
});

describe('a file that changes while it is sent', () => {
  it('fails: a mixture of two files never counts as uploaded', async () => {
    world.api.settings.partSizeBytes = 100_000;
    const { path } = await world.file(950_000);
    let changed = false;
    world.api.fault = async ({ method }) => {
      if (method === 'PUT' && !changed) {
        changed = true;
        await world.file(950_000);
      }
      return undefined;
    };
    await expect(world.client().upload(path, { category: 'video' })).rejects.toThrow();
    expect([...world.api.uploads.values()].filter(({ status }) => status !== 'pending')).toEqual(
      [],
    );
  });
});
