import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mediaTypeOf } from '../../core/uploads/model/media-type.ts';
import { FakeStorage } from '../cli/bulk/fake-storage.ts';
import type { Ended } from '../cli/run-keepsake.ts';
import { corpus } from './corpus.ts';

let storage: FakeStorage;
let ended: Ended;

beforeAll(async () => {
  storage = await FakeStorage.start();
  const folder = fileURLToPath(new URL('files', import.meta.url));
  ended = await storage.run(`migrate ${folder} --to s3://bucket/old`);
});
afterAll(() => storage.stop());

/** A name does not tell sound from film. */
const typeOf = ({ fileName, contentType }: { fileName: string; contentType: string }): string =>
  contentType === 'audio/webm' ? mediaTypeOf(fileName) : contentType;

describe('keepsake migrate ./files --to s3://bucket/old', () => {
  it('takes every real file', () => {
    expect([ended.code, ended.stderr]).toEqual([0, expect.not.stringContaining('failed')]);
    expect(Object.keys(storage.objects)).toHaveLength(corpus.length);
  });

  it.each(corpus)('stores it byte for byte, with its own type: $place', (file) => {
    const object = storage.s3.bucket.current(`old/${file.place}`);
    const contentType = typeOf(file);
    expect(object?.body.equals(file.bytes)).toBe(true);
    expect(object?.headers['content-type']).toBe(contentType);
  });
});
