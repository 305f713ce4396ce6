import { constants } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Opens no file that exists, and follows no link: another user may have put one there. */
const fresh = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/**
 * Writes a file that its user alone can read, beside its final place, and moves the file there once
 * `isGood` answers true. The move replaces an earlier file: a link is not followed, and an earlier
 * mode is not kept. A file that is not good is removed. Throws the errors of reading and writing.
 */
export const writePrivately = async (
  file: string,
  bytes: Readable,
  isGood: (written: string) => Promise<boolean> = async () => true,
): Promise<void> => {
  const unfinished = `${file}.part`;
  try {
    await rm(unfinished, { force: true });
    const handle = await open(unfinished, fresh, 0o600);
    await pipeline(bytes, handle.createWriteStream());
    if (await isGood(unfinished)) await rename(unfinished, file);
  } finally {
    bytes.destroy();
    await rm(unfinished, { force: true });
  }
};
