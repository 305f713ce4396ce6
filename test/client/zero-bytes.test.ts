import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NodeInput } from '../../client/node.ts';
import { NodeWorld } from './node-world.ts';

let world: NodeWorld;
beforeEach(async () => {
  world = await new NodeWorld().start();
});
afterEach(() => world.stop());

const options = { category: 'transcript', filename: 'notes.txt', sizeBytes: 0 };

describe('a file of zero bytes', () => {
  it.each<[string, (path: string) => NodeInput]>([
    ['a path', (path) => path],
    ['a buffer', () => Buffer.alloc(0)],
    ['a blob', () => new Blob([])],
    ['a stream', (path) => createReadStream(path)],
  ])('is uploaded from %s', async (_, input) => {
    const { path } = await world.file(0, 'notes.txt');
    const { uploadId, status } = await world.client().upload(input(path), options);
    expect(status).toBe('uploaded');
    expect(world.api.bytesOf(uploadId)).toHaveLength(0);
    expect(world.api.count('PUT')).toBe(1);
  });

  it('is brought to a worker', async () => {
    const { path } = await world.file(0, 'notes.txt');
    const { uploadId } = await world.client().upload(path, options);
    const bytes = await world.client().withLocalFile(uploadId, (local) => readFile(local));
    expect(bytes).toHaveLength(0);
  });
});
