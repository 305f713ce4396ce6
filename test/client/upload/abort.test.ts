import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { memoryStore } from '../../../client/node.ts';
import type { ResumeStore } from '../../../client/platform.ts';
import { NodeWorld } from '../node-world.ts';

let world: NodeWorld;
let store: ResumeStore;

beforeEach(async () => {
  world = await new NodeWorld().start();
  store = memoryStore();
});

afterEach(() => world.stop());

describe('abort', () => {
  const aborted = async (size: number, when: string) => {
    const { path } = await world.file(size);
    const controller = new AbortController();
    world.api.fault = ({ method, path: asked }) => {
      if (`${method} ${asked}`.startsWith(when)) controller.abort();
      return undefined;
    };
    return world
      .client({ resumeStore: store })
      .upload(path, { category: 'video', signal: controller.signal });
  };

  it.each([
    [5_000, 'PUT'],
    [95_000, 'PUT'],
    [95_000, 'POST /uploads/'],
  ])(
    'of %s bytes at %s rejects with the signal’s reason and leaves nothing on the server',
    async (size, when) => {
      await expect(aborted(size, when)).rejects.toMatchObject({ name: 'AbortError' });
      expect(world.api.count('DELETE')).toBeGreaterThan(0);
      expect(world.api.uploads.size).toBe(0);
    },
  );

  it('before anything was asked asks for nothing', async () => {
    const { path } = await world.file(5_000);
    await expect(
      world.client().upload(path, { category: 'photo', signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(world.api.seen).toEqual([]);
  });

  it('of a file that waits for its turn does not wait for it', async () => {
    const client = world.client({ parallelFiles: 1 });
    const held = Promise.withResolvers<undefined>();
    world.api.fault = ({ method }) => (method === 'PUT' ? held.promise : undefined);
    const first = client.upload(Buffer.from('first'), { category: 'photo' });
    const controller = new AbortController();
    const second = client.upload(Buffer.from('second'), {
      category: 'photo',
      signal: controller.signal,
    });
    controller.abort();
    await expect(second).rejects.toMatchObject({ name: 'AbortError' });
    held.resolve(undefined);
    expect((await first).status).toBe('uploaded');
  });

  it('is final: the next upload of the file starts again', async () => {
    await expect(aborted(95_000, 'PUT')).rejects.toThrow();
    const { path } = await world.file(95_000);
    world.api.fault = () => undefined;
    await world.client({ resumeStore: store }).upload(path, { category: 'video' });
    expect(world.api.uploads.size).toBe(1);
  });
});
