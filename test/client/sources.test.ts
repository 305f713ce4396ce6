import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NodeInput } from '../../client/node.ts';
import { NodeWorld } from './node-world.ts';

let world: NodeWorld;
beforeEach(async () => {
  world = await new NodeWorld().start();
});
afterEach(() => world.stop());

type Given = { path: string; bytes: Buffer };

describe.each([
  ['one PUT', 5_000],
  ['one PUT, too large for memory', 9 * 1024 ** 2],
  ['parts', 10 * 1024 ** 2],
])('in %s, Node uploads', (_, sizeBytes) => {
  beforeEach(() => {
    Object.assign(world.api.settings, {
      multipartBytes: 9.5 * 1024 ** 2,
      partSizeBytes: 1024 ** 2,
    });
  });

  it.each<[string, (given: Given) => NodeInput]>([
    ['a path', ({ path }) => path],
    ['a buffer', ({ bytes }) => bytes],
    ['a blob', ({ bytes }) => new Blob([new Uint8Array(bytes)])],
    ['a file stream', ({ path }) => createReadStream(path)],
    [
      'a web stream',
      ({ bytes }) =>
        Readable.toWeb(
          Readable.from(
            bytes.length < 10_000 ? [bytes] : [bytes.subarray(0, 7), bytes.subarray(7)],
          ),
        ) as never,
    ],
  ])('%s', async (_input, input) => {
    const given = await world.file(sizeBytes);
    const options = {
      category: 'video',
      filename: 'film.mp4',
      contentType: 'video/mp4',
      sizeBytes,
    };
    const { uploadId } = await world
      .client({ hashFirstBytes: 9.5 * 1024 ** 2 })
      .upload(input(given), options);
    expect(world.api.has(uploadId, given.bytes)).toBe(true);
  });
});

describe('a stream', () => {
  it.each([
    ['shorter', 4_999, 'fewer'],
    ['longer', 5_001, 'more'],
    ['shorter than its parts', 29_999, 'fewer'],
    ['longer than its parts', 30_001, 'more'],
  ])('that is %s than announced is refused', async (_, length, word) => {
    const sizeBytes = length < 10_000 ? 5_000 : 30_000;
    const { path } = await world.file(length);
    const options = { category: 'video', filename: 'film.mp4', sizeBytes };
    await expect(world.client().upload(createReadStream(path), options)).rejects.toThrow(word);
    expect([...world.api.uploads.values()].some(({ status }) => status === 'uploaded')).toBe(false);
  });

  it('needs its size', async () => {
    const { path } = await world.file(5_000);
    await expect(
      world.client().upload(createReadStream(path), { category: 'video' }),
    ).rejects.toThrow('sizeBytes');
  });

  it('is sent in parts through connections that are cut, from memory', async () => {
    const { path, bytes } = await world.file(95_000);
    let cuts = 3;
    world.api.fault = ({ method }) => (method === 'PUT' && cuts-- > 0 ? 'cut' : undefined);
    const { uploadId } = await world.client().upload(createReadStream(path), {
      category: 'video',
      filename: 'film.mp4',
      sizeBytes: 95_000,
    });
    expect(world.api.has(uploadId, bytes)).toBe(true);
  });
});
