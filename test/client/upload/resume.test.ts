import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { folderStore, memoryStore } from '../../../client/node.ts';
import type { ResumeStore } from '../../../client/platform.ts';
import { NodeWorld } from '../node-world.ts';

let world: NodeWorld;
let store: ResumeStore;

beforeEach(async () => {
  world = await new NodeWorld().start();
  store = memoryStore();
});

afterEach(() => world.stop());

/** A run that ends before its last parts are sent. */
const interruptUpload = async (path: string, resumeStore = store): Promise<string> => {
  world.api.fault = ({ method, path: put }) =>
    method === 'PUT' && Number(put.split('/')[3]?.split('?')[0]) > 6 ? 'cut' : undefined;
  const client = world.client({ resumeStore, retry: { attempts: 1, baseMs: 1 } });
  await expect(client.upload(path, { category: 'video' })).rejects.toThrow();
  world.api.fault = () => undefined;
  const [uploadId = ''] = world.api.uploads.keys();
  return uploadId;
};

const puts = (): number => world.api.count('PUT');

describe('an upload that was interrupted', () => {
  it('is resumed by the next client: parts that arrived are not sent again', async () => {
    const { path, bytes } = await world.file(95_000);
    const first = await interruptUpload(path);
    const there = world.api.uploads.get(first)?.parts.size ?? 0;
    const before = puts();
    const { uploadId } = await world
      .client({ resumeStore: store })
      .upload(path, { category: 'video' });
    expect(uploadId).toBe(first);
    expect(there).toBeGreaterThan(0);
    expect(puts() - before).toBe(10 - there);
    expect(world.api.has(uploadId, bytes)).toBe(true);
  });

  it('is resumed by the next process, from a folder', async () => {
    const { path } = await world.file(95_000);
    const first = await interruptUpload(path, folderStore(world.folder));
    const { uploadId } = await world
      .client({ resumeStore: folderStore(world.folder) })
      .upload(path, { category: 'video' });
    expect(uploadId).toBe(first);
  });

  it('shows parts that arrived as sent', async () => {
    const { path } = await world.file(95_000);
    await interruptUpload(path);
    const sent: number[] = [];
    await world
      .client({ resumeStore: store })
      .upload(path, { category: 'video', onProgress: ({ sentBytes }) => sent.push(sentBytes) });
    expect(sent.at(-1)).toBe(95_000);
  });

  it('sends a part again whose bytes are not those of the file', async () => {
    const { path, bytes } = await world.file(95_000);
    const first = await interruptUpload(path);
    world.api.uploads.get(first)?.parts.set(1, { sizeBytes: 10_000, crc64nvme: 'AAAAAAAAAAA=' });
    const before = world.api.seen.length;
    const { uploadId } = await world
      .client({ resumeStore: store })
      .upload(path, { category: 'video' });
    expect(
      world.api.seen.slice(before).some(({ path: put }) => put.startsWith(`/s3/${first}/1?`)),
    ).toBe(true);
    expect(world.api.has(uploadId, bytes)).toBe(true);
  });

  it('sends nothing again when storage has put the parts together, although it no longer knows their checksums', async () => {
    const { path, bytes } = await world.file(95_000);
    world.api.fault = ({ path: asked }) =>
      asked.endsWith('/complete') ? { status: 400 } : undefined;
    await expect(
      world.client({ resumeStore: store }).upload(path, { category: 'video' }),
    ).rejects.toThrow();
    world.api.fault = () => undefined;
    const [first] = world.api.uploads.values();
    for (const part of first?.parts.values() ?? []) delete part.crc64nvme;
    const before = puts();
    const { uploadId, status } = await world
      .client({ resumeStore: store })
      .upload(path, { category: 'video' });
    expect([uploadId, status, puts()]).toEqual([first?.uploadId, 'uploaded', before]);
    expect(world.api.has(uploadId, bytes)).toBe(true);
  });

  it('that keeps missing a part can still be resumed: nothing is announced or sent again', async () => {
    const { path, bytes } = await world.file(95_000);
    const first = await interruptUpload(path);
    world.api.fault = ({ path: asked }) => {
      if (asked.endsWith('/complete')) world.api.lose(first, 4);
      return undefined;
    };
    const again = world.client({ resumeStore: store }).upload(path, { category: 'video' });
    await expect(again).rejects.toMatchObject({ type: 'urn:keepsake:problem:upload-not-received' });
    expect([...world.api.uploads.keys()]).toEqual([first]);
    world.api.fault = () => undefined;
    const before = puts();
    const { uploadId } = await world
      .client({ resumeStore: store })
      .upload(path, { category: 'video' });
    expect([uploadId, puts() - before, world.api.has(uploadId, bytes)]).toEqual([first, 1, true]);
  });

  it('starts again if the server no longer has it', async () => {
    const { path, bytes } = await world.file(95_000);
    const first = await interruptUpload(path);
    world.api.uploads.delete(first);
    const { uploadId } = await world
      .client({ resumeStore: store })
      .upload(path, { category: 'video' });
    expect(uploadId).not.toBe(first);
    expect(world.api.has(uploadId, bytes)).toBe(true);
  });

  it('is not resumed for another category', async () => {
    const { path } = await world.file(95_000);
    const first = await interruptUpload(path);
    const { uploadId } = await world
      .client({ resumeStore: store })
      .upload(path, { category: 'audio' });
    expect(uploadId).not.toBe(first);
  });

  it('is answered as it is when only the last answer was lost', async () => {
    const { path } = await world.file(95_000);
    world.api.loseAnswerOf = (asked) => asked.endsWith('/complete');
    const client = world.client({ resumeStore: store, retry: { attempts: 1 } });
    await expect(client.upload(path, { category: 'video' })).rejects.toThrow();
    world.api.loseAnswerOf = () => false;
    const before = puts();
    const upload = await world.client({ resumeStore: store }).upload(path, { category: 'video' });
    expect(upload.status).toBe('uploaded');
    expect(puts()).toBe(before);
    expect(world.api.uploads.size).toBe(1);
  });

  it('is forgotten once it is done', async () => {
    const { path } = await world.file(95_000);
    const client = world.client({ resumeStore: store });
    const [one, two] = [
      await client.upload(path, { category: 'video' }),
      await client.upload(path, { category: 'video' }),
    ];
    expect(one.uploadId).not.toBe(two.uploadId);
  });
});

describe('an upload that is not hashed and was interrupted', () => {
  const unhashed = () => world.client({ resumeStore: store, hashParts: false });

  it('is resumed by the sizes of its parts', async () => {
    const { path, bytes } = await world.file(95_000);
    const first = await interruptUpload(path);
    for (const part of world.api.uploads.get(first)?.parts.values() ?? []) delete part.crc64nvme;
    const there = world.api.uploads.get(first)?.parts.size ?? 0;
    const before = puts();
    const { uploadId } = await unhashed().upload(path, { category: 'video' });
    expect([uploadId, puts() - before]).toEqual([first, 10 - there]);
    expect(world.api.has(uploadId, bytes)).toBe(true);
  });

  it('sends a part again that has not all its bytes', async () => {
    const { path, bytes } = await world.file(95_000);
    const first = await interruptUpload(path);
    world.api.uploads.get(first)?.parts.set(1, { sizeBytes: 9_999 });
    const { uploadId } = await unhashed().upload(path, { category: 'video' });
    expect(
      world.api.seen.filter(({ path: put }) => put.startsWith(`/s3/${first}/1?`)),
    ).toHaveLength(2);
    expect(world.api.has(uploadId, bytes)).toBe(true);
  });
});

describe('a store that fails', () => {
  it('fails no upload', async () => {
    const { path } = await world.file(95_000);
    const broken = {
      get: () => Promise.reject(new Error('no')),
      set: () => Promise.reject(new Error('no')),
      delete: () => Promise.reject(new Error('no')),
    };
    const { status } = await world
      .client({ resumeStore: broken })
      .upload(path, { category: 'video' });
    expect(status).toBe('uploaded');
  });
});
