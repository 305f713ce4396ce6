import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Source } from '../platform.ts';
import { contentTypeOf } from './content-types.ts';

/** A local file as a source; its bytes are read when they are needed and never kept. */
export const fileSource = async (path: string): Promise<Source> => {
  const { size, mtimeMs } = await stat(path);
  const name = basename(path);
  return {
    name,
    contentType: contentTypeOf(name),
    lastModified: mtimeMs,
    sizeBytes: size,
    replayable: true,
    piece: async (start, end) => ({ path, start, sizeBytes: end - start }),
  };
};

/** Bytes in memory as a source; they are not copied. */
export const bytesSource = (bytes: Uint8Array): Source => ({
  sizeBytes: bytes.byteLength,
  replayable: true,
  piece: async (start, end) => bytes.subarray(start, end) as Uint8Array<ArrayBuffer>,
});
