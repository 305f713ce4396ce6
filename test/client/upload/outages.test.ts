import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { lostConnection } from '../../../client/api/problem.ts';
import { defaultRetry, retryPolicy, withRetries } from '../../../client/api/retry.ts';
import type { Progress } from '../../../client/upload/progress.ts';
import type { Fault } from '../fake-answers.ts';
import { NodeWorld } from '../node-world.ts';

let world: NodeWorld;
beforeEach(async () => {
  world = await new NodeWorld().start();
});
afterEach(() => world.stop());

const retry = { baseMs: 1, capMs: 10, patienceMs: 10_000 };

/**
 * Matching requests fail for `tries` times, far more often than a fault of one request is repeated.
 */
const failing = (start: string, fault: Fault, tries = 40) => {
  let left = tries;
  world.api.fault = ({ method, path }) =>
    `${method} ${path}`.startsWith(start) && left-- > 0 ? fault : undefined;
};

const unavailable: Fault = { status: 503, body: '{"message":"Service Unavailable"}' };

describe.each([
  ['one PUT', 5_000],
  ['parts', 95_000],
])('an upload in %s waits for', (_, size) => {
  it.each<[string, string, Fault]>([
    ['storage without a network', 'PUT', 'cut'],
    [
      'storage that answers 500',
      'PUT',
      { status: 500, body: '<Error><Code>InternalError</Code></Error>' },
    ],
    ['an API that is away when the file is announced', 'POST /uploads', unavailable],
    ['an API that is away when the file is completed', 'POST /uploads/', unavailable],
  ])('%s', async (_outage, start, fault) => {
    const { path, bytes } = await world.file(size);
    failing(start, fault);
    const { uploadId } = await world.client({ retry }).upload(path, { category: 'video' });
    expect(world.api.has(uploadId, bytes)).toBe(true);
  });

  it('storage whose outage outlasts the signature', async () => {
    const { path, bytes } = await world.file(size);
    let puts = 0;
    world.api.fault = ({ method }) => {
      if (method !== 'PUT') return undefined;
      puts += 1;
      if (puts <= 40) return 'cut';
      return puts <= 42
        ? { status: 403, body: '<Error><Code>AccessDenied</Code></Error>' }
        : undefined;
    };
    const { uploadId } = await world.client({ retry }).upload(path, { category: 'video' });
    expect(world.api.has(uploadId, bytes)).toBe(true);
  });

  it('an outage visibly: progress says that it waits, why, and when the next try begins', async () => {
    const { path } = await world.file(size);
    failing('PUT', { status: 503, body: '<Error><Code>SlowDown</Code></Error>' });
    const progress: Progress[] = [];
    await world
      .client({ retry })
      .upload(path, { category: 'video', onProgress: (step) => progress.push(step) });
    const waits = progress.filter(({ waiting }) => waiting);
    expect(waits.length).toBeGreaterThan(0);
    expect(waits[0]).toMatchObject({
      phase: 'sending',
      waiting: { problem: { status: 503 }, retryInMs: expect.any(Number) },
    });
    expect(progress.at(-1)?.waiting).toBeUndefined();
  });

  it('no longer than the signal allows', async () => {
    const { path } = await world.file(size);
    failing('PUT', 'cut', Number.POSITIVE_INFINITY);
    const controller = new AbortController();
    const onProgress = ({ waiting }: Progress) => waiting && controller.abort();
    const patient = world.client({ retry: { baseMs: 60_000, capMs: 60_000 } });
    const options = { category: 'video', onProgress, signal: controller.signal };
    await expect(patient.upload(path, options)).rejects.toMatchObject({ name: 'AbortError' });
    expect(world.api.uploads.size).toBe(0);
  });

  it('no longer than the policy allows', async () => {
    const { path } = await world.file(size);
    failing('PUT', 'cut', Number.POSITIVE_INFINITY);
    const client = world.client({ retry: { ...retry, patienceMs: 300 } });
    const start = performance.now();
    await expect(client.upload(path, { category: 'video' })).rejects.toMatchObject({ status: 0 });
    expect(performance.now() - start).toBeGreaterThanOrEqual(295);
  });
});

describe('an outage', () => {
  it('is waited for by default for five minutes', () => {
    expect(defaultRetry.patienceMs).toBe(300_000);
  });

  it('is not waited for longer than the tries the caller asks for', () => {
    expect(retryPolicy({ attempts: 3 })).toMatchObject({ attempts: 3, patienceMs: 0 });
    expect(retryPolicy({ attempts: 3, patienceMs: 9 })).toMatchObject({
      attempts: 3,
      patienceMs: 9,
    });
  });

  it('is not what a used-up quota is: five tries, for files that are being given back', async () => {
    const { path } = await world.file(5_000);
    const detail = 'A session may hold 100 files in temporary storage.';
    const body = JSON.stringify({ type: 'urn:keepsake:problem:quota-exceeded', detail });
    failing('POST /uploads', { status: 429, body }, Number.POSITIVE_INFINITY);
    const sent = world.client({ retry }).upload(path, { category: 'video' });
    await expect(sent).rejects.toMatchObject({ status: 429, detail });
    expect(world.api.count('POST /uploads')).toBe(5);
  });

  it('is waited for when it is the token that cannot be had', async () => {
    const { path, bytes } = await world.file(5_000);
    let left = 40;
    const token = async () => {
      left -= 1;
      // A port that nobody listens on: a page’s own server that is away.
      if (left > 0) await fetch('http://127.0.0.1:1/session-token');
      return 'kst_test';
    };
    const { uploadId } = await world.client({ retry, token }).upload(path, { category: 'video' });
    expect(world.api.has(uploadId, bytes)).toBe(true);
  });

  it('is not what a token function has that fails by itself', async () => {
    const { path } = await world.file(5_000);
    const token = async () => {
      throw new TypeError('session is undefined');
    };
    const sent = world.client({ retry, token }).upload(path, { category: 'video' });
    await expect(sent).rejects.toThrow('session is undefined');
  });

  it('does not count the time for which the device slept', async () => {
    let now = 0;
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
    const policy = { attempts: 1, baseMs: 1, capMs: 1, patienceMs: 300_000 };
    const onWait = () => setTimeout(() => (now += 3_600_000), 0);
    let tries = 0;
    const work = async () => {
      tries += 1;
      if (tries < 3) throw lostConnection(undefined);
      return tries;
    };
    const result = withRetries({ policy, online: async () => undefined, onWait }, work);
    await expect(result.finally(() => clock.mockRestore())).resolves.toBe(3);
  });

  it('does not keep a call waiting that shows no progress', async () => {
    failing('GET', unavailable, Number.POSITIVE_INFINITY);
    await expect(world.client({ retry }).getUpload('upl_1')).rejects.toMatchObject({ status: 503 });
    expect(world.api.count('GET')).toBe(5);
  });

  it('is not what a file has that was removed while it was sent', async () => {
    const { path } = await world.file(950_000);
    world.api.settings.partSizeBytes = 500_000;
    world.api.fault = async ({ method }) => {
      if (method === 'PUT') await rm(path, { force: true });
      return method === 'PUT' ? ('cut' as never) : undefined;
    };
    const failed = world
      .client({ retry: { baseMs: 60_000, capMs: 60_000 } })
      .upload(path, { category: 'video' });
    await expect(failed).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
