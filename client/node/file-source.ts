import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Source } from '../platform.ts';

/** Files up to this size are read once and kept in memory while they are uploaded. */
const keptBytes = 256 * 1024;

/** A local file. Small ones are kept in memory; others are read as they are sent. */
export const fileSource = async (path: string): Promise<Source> => {
  const { size, mtimeMs } = await stat(path);
  const name = basename(path);
  const original = { name, lastModified: mtimeMs };
  if (size <= keptBytes) return { ...bytesSource(await readFile(path)), ...original };
  return {
    ...original,
    sizeBytes: size,
    replayable: true,
    inFile: true,
    piece: async (start, end) => ({ path, start, sizeBytes: end - start }),
    checkUnchanged: async () => {
      const now = await stat(path);
      if (now.size !== size || now.mtimeMs !== mtimeMs)
        throw new Error(`${path} changed while it was uploaded. Upload it again.`);
    },
  };
};

/** Bytes in memory as a source, without a copy. */
export const bytesSource = (bytes: Uint8Array): Source => ({
  sizeBytes: bytes.byteLength,
  replayable: true,
  piece: async (start, end) => bytes.subarray(start, end) as Uint8Array<ArrayBuffer>,
});
