import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { batchIn, FakeStorage } from '../fake-storage.ts';

/** Goes in nine parts. */
const film = Buffer.alloc(70 * 2 ** 20, 'film');

let storage: FakeStorage;
let id: string;

const uploads = () => [...storage.s3.bucket.uploads.values()];

/** Another client begins an upload under the same key, and has sent a part of it. */
const begunByAnother = (): string => {
  const uploadId = 'of another client';
  const parts = new Map([[1, { body: Buffer.from('theirs'), crc32: undefined }]]);
  storage.s3.bucket.uploads.set(uploadId, { key: 'old/film.mp4', uploadId, headers: {}, parts });
  return uploadId;
};

beforeEach(async () => {
  storage = await FakeStorage.start();
  // Storage that is near would get the film in one request.
  storage.s3.latencyMs = 20;
  storage.here.files({ 'films/film.mp4': film });
  const migrating = ['migrate', './films', '--to', 's3://bucket/old', '--concurrency', '1'];
  const { child, ended } = storage.here.start(migrating);
  const isHalfSent = () => uploads().some(({ parts }) => parts.size >= 2);
  while (!isHalfSent() && child.exitCode === null) await sleep(5);
  child.kill('SIGKILL');
  id = batchIn(await ended);
});
afterEach(() => storage.stop());

describe('keepsake migrate ./films --to s3://bucket/old, kill -9 in the middle of a large file', () => {
  it('keepsake rollback <batch> --apply: removes its parts, and nobody else’s', async () => {
    const theirs = begunByAnother();
    const looked = await storage.run(`rollback ${id}`);
    expect(looked.stdout).toMatch(/parts of 1 file that never became whole/);
    expect(uploads()).toHaveLength(2);
    expect(await storage.run(`rollback ${id} --apply`)).toMatchObject({ code: 0 });
    expect(uploads().map(({ uploadId }) => uploadId)).toEqual([theirs]);
    expect(storage.objects).toEqual({});
  });

  it('keepsake resume <batch>: goes on with its own parts, and leaves nobody else’s', async () => {
    const theirs = begunByAnother();
    const sent = storage.s3.count('PUT');
    expect(await storage.run(`resume ${id}`)).toMatchObject({ code: 0 });
    const stored = storage.s3.bucket.current('old/film.mp4')?.body ?? Buffer.alloc(0);
    const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
    expect(hashOf(stored)).toBe(hashOf(film));
    expect(uploads().map(({ uploadId }) => uploadId)).toEqual([theirs]);
    // Two of the PUTs prove the destination.
    expect(storage.s3.count('PUT') - sent).toBeLessThan(9 + 2);
  });
});
