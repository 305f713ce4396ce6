import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { memoryStore, type UploadOptions } from '../../../client/node.ts';
import type { ResumeStore } from '../../../client/platform.ts';
import { NodeWorld } from '../node-world.ts';

let world: NodeWorld;
let store: ResumeStore;
beforeEach(async () => {
  world = await new NodeWorld().start();
  store = memoryStore();
});
afterEach(() => world.stop());

describe('an upload that was interrupted and is announced differently', () => {
  const announced = {
    category: 'video',
    isPublic: true,
    partnerId: 'p1',
    metadata: { a: '1', b: '2' },
    contentType: 'video/mp4',
  };
  const interruptedAs = async (path: string, options: UploadOptions): Promise<string> => {
    world.api.fault = ({ method }) =>
      method === 'PUT' && world.api.count('PUT') > 3 ? 'cut' : undefined;
    await expect(
      world.client({ resumeStore: store, retry: { attempts: 1 } }).upload(path, options),
    ).rejects.toThrow();
    world.api.fault = () => undefined;
    const [uploadId = ''] = world.api.uploads.keys();
    return uploadId;
  };

  it.each<[string, Partial<UploadOptions>]>([
    ['private instead of public', { isPublic: false }],
    ['with other metadata', { metadata: { a: '1', b: '3' } }],
    ['with more metadata', { metadata: { a: '1', b: '2', c: '3' } }],
    ['for another partner', { partnerId: 'p2' }],
    ['as another type', { contentType: 'video/quicktime' }],
    ['under another name', { filename: 'other.mp4' }],
    ['for a job', { jobId: 'job_1' }],
  ])('%s is another upload', async (_, changed) => {
    const { path, bytes } = await world.file(95_000);
    const first = await interruptedAs(path, announced);
    const { uploadId } = await world
      .client({ resumeStore: store })
      .upload(path, { ...announced, ...changed });
    expect(uploadId).not.toBe(first);
    expect(world.api.uploads.get(uploadId)).toMatchObject(
      'filename' in changed ? { fileName: 'other.mp4' } : changed,
    );
    expect(world.api.has(uploadId, bytes)).toBe(true);
  });

  it('in the order of its members alone is the same upload', async () => {
    const { path } = await world.file(95_000);
    const first = await interruptedAs(path, announced);
    const again = {
      metadata: { b: '2', a: '1' },
      partnerId: 'p1',
      isPublic: true,
      category: 'video',
      contentType: 'video/mp4',
    };
    expect((await world.client({ resumeStore: store }).upload(path, again)).uploadId).toBe(first);
  });

  it('is not resumed from a record that does not say how it was announced', async () => {
    const { path } = await world.file(95_000);
    const first = await interruptedAs(path, announced);
    const forgetful: ResumeStore = {
      ...store,
      get: async (key) => {
        const { announcement: _announcement, ...older } = JSON.parse(
          (await store.get(key)) ?? '{}',
        );
        return JSON.stringify(older);
      },
    };
    expect(
      (await world.client({ resumeStore: forgetful }).upload(path, announced)).uploadId,
    ).not.toBe(first);
  });

  it('is not resumed when the server has it as public and the caller wants it private', async () => {
    const { path } = await world.file(95_000);
    const first = await interruptedAs(path, { category: 'video', isPublic: false });
    Object.assign(world.api.uploads.get(first) ?? {}, { isPublic: true });
    const { uploadId } = await world
      .client({ resumeStore: store })
      .upload(path, { category: 'video', isPublic: false });
    expect(uploadId).not.toBe(first);
  });
});
