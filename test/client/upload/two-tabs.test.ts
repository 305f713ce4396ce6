import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { folderStore, memoryStore } from '../../../client/node.ts';
import type { Progress } from '../../../client/upload/progress.ts';
import type { Fault } from '../fake-answers.ts';
import { NodeWorld } from '../node-world.ts';

let world: NodeWorld;
beforeEach(async () => {
  world = await new NodeWorld().start();
});
afterEach(() => world.stop());

const noSuchUpload: Fault = { status: 404, body: '<Error><Code>NoSuchUpload</Code></Error>' };

/**
 * Two tabs that remember unfinished uploads in one place; the second has sent its first part when
 * the first one completes the upload.
 */
const runRace = async (size = 95_000, options: { hashParts?: boolean } = {}) => {
  const { path, bytes } = await world.file(size);
  const resumeStore = memoryStore();
  const tab = () => world.client({ resumeStore, parallelParts: 1, ...options });
  const slowMayGoOn = Promise.withResolvers<undefined>();
  const progress: Progress[] = [];
  world.api.fault = ({ method }) =>
    method === 'PUT' && world.api.count('PUT') === 1 ? slowMayGoOn.promise : undefined;
  const slow = tab().upload(path, {
    category: 'video',
    onProgress: (step) => void progress.push(step),
  });
  while (world.api.count('PUT') === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  const fast = await tab().upload(path, { category: 'video' });
  world.api.fault = ({ method }) => (method === 'PUT' ? noSuchUpload : undefined);
  slowMayGoOn.resolve(undefined);
  return { fast, slow, progress, bytes };
};

describe('two tabs that send one file', () => {
  it.each([
    ['hashed', {}],
    ['not hashed', { hashParts: false }],
  ])('both see it complete, one upload, when it is %s', async (_, options) => {
    const { fast, slow, bytes } = await runRace(95_000, options);
    const { uploadId, status } = await slow;
    expect([uploadId, status]).toEqual([fast.uploadId, 'uploaded']);
    expect(world.api.uploads.size).toBe(1);
    expect(world.api.has(uploadId, bytes)).toBe(true);
  });

  it('show the slower one’s progress as complete', async () => {
    const { slow, progress } = await runRace();
    await slow;
    expect(progress.at(-1)).toEqual({ phase: 'checking', sentBytes: 95_000, totalBytes: 95_000 });
  });

  it('wait together while the server checks the file', async () => {
    world.api.settings.checks = 3;
    const { fast, slow } = await runRace();
    expect([fast.status, (await slow).status]).toEqual(['uploaded', 'uploaded']);
  });
});

describe('an upload that no tab has finished', () => {
  it('fails with what storage said', async () => {
    const { path } = await world.file(95_000);
    world.api.fault = ({ method }) => (method === 'PUT' ? noSuchUpload : undefined);
    await expect(world.client().upload(path, { category: 'video' })).rejects.toMatchObject({
      status: 404,
      detail: 'Storage answered 404 NoSuchUpload.',
    });
  });
});

describe('two processes that share a folder of unfinished uploads', () => {
  const category = 'video';

  /** The first process has sent two parts, and waits with its third. */
  const sending = async () => {
    const { path, bytes } = await world.file(95_000);
    const resumeStore = folderStore(join(world.folder, 'unfinished'));
    const client = () => world.client({ resumeStore, parallelParts: 1 });
    const held = Promise.withResolvers<undefined>();
    world.api.fault = ({ method }) =>
      method === 'PUT' && world.api.count('PUT') >= 3 ? held.promise : undefined;
    const first = new AbortController();
    const upload = client().upload(path, { category, signal: first.signal });
    while (world.api.count('PUT') < 3) await new Promise((resolve) => setTimeout(resolve, 2));
    return { path, bytes, client, upload, first, goOn: () => held.resolve(undefined) };
  };

  it('leave what one gives up to the other', async () => {
    const { path, bytes, client, upload, goOn } = await sending();
    const second = new AbortController();
    const given = client().upload(path, { category, signal: second.signal });
    while (world.api.count('PUT') < 4) await new Promise((resolve) => setTimeout(resolve, 2));
    second.abort();
    await expect(given).rejects.toMatchObject({ name: 'AbortError' });
    goOn();
    expect(world.api.has((await upload).uploadId, bytes)).toBe(true);
    expect(await readdir(join(world.folder, 'unfinished'))).toEqual([]);
  });

  /** The lock of a process that has died. */
  const leaveDeadLock = async (folder: string): Promise<void> => {
    const lock = (await readdir(folder)).find((name) => name.endsWith('.lock')) ?? 'none';
    const noProcess = 2 ** 30;
    await writeFile(join(folder, lock.replace(`.${process.pid}.`, `.${noProcess}.`)), '');
  };

  it('clear away what a process that died left', async () => {
    const { upload, goOn } = await sending();
    const folder = join(world.folder, 'unfinished');
    await leaveDeadLock(folder);
    goOn();
    await upload;
    expect(await readdir(folder)).toEqual([]);
  });

  it('delete what the last one gives up, also where another died at it', async () => {
    const { upload, first } = await sending();
    const folder = join(world.folder, 'unfinished');
    await leaveDeadLock(folder);
    first.abort();
    await expect(upload).rejects.toMatchObject({ name: 'AbortError' });
    expect([world.api.uploads.size, await readdir(folder)]).toEqual([0, []]);
  });
});

describe('a file that is chosen again while it is sent', () => {
  /** The first one has sent two parts, and waits with its third until `goOn`. */
  const sendTwice = async () => {
    const { path, bytes } = await world.file(95_000);
    const client = world.client({ resumeStore: memoryStore(), parallelParts: 1 });
    const held = Promise.withResolvers<undefined>();
    world.api.fault = ({ method }) =>
      method === 'PUT' && world.api.count('PUT') === 3 ? held.promise : undefined;
    const cancel = new AbortController();
    const first = client.upload(path, { category: 'video', signal: cancel.signal });
    while (world.api.count('PUT') < 3) await new Promise((resolve) => setTimeout(resolve, 2));
    const second = await client.upload(path, { category: 'video' });
    return { first, second, bytes, cancel, goOn: () => held.resolve(undefined) };
  };

  it('is an upload of its own', async () => {
    const { first, second, bytes, goOn } = await sendTwice();
    goOn();
    const { uploadId } = await first;
    expect(uploadId).not.toBe(second.uploadId);
    expect(world.api.has(uploadId, bytes)).toBe(true);
    expect(world.api.has(second.uploadId, bytes)).toBe(true);
  });

  it('keeps its bytes when the first one is cancelled', async () => {
    const { first, second, bytes, cancel, goOn } = await sendTwice();
    cancel.abort();
    goOn();
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    expect([...world.api.uploads.keys()]).toEqual([second.uploadId]);
    expect(world.api.has(second.uploadId, bytes)).toBe(true);
  });
});
