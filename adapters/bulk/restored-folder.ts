import { createHash, randomBytes } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, rename, rm, utimes } from 'node:fs/promises';
import path from 'node:path';
import type { RestoreFolder } from '../../core/bulk/ports.ts';
import { SourceChanged } from '../../core/errors.ts';

/** Nothing that exists is opened, and no link is followed. */
const fresh = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/**
 * A folder of this machine that files come back to. A file appears under its name once all of its
 * bytes are there and proved.
 */
export class RestoredFolder implements RestoreFolder {
  readonly #root: string;

  constructor(root: string) {
    this.#root = path.resolve(root);
  }

  async sha256(name: string): Promise<string | undefined> {
    const file = this.#fileOf(name);
    const facts = await lstat(file).catch(() => undefined);
    if (!facts) return undefined;
    if (!facts.isFile()) return 'no file';
    const hash = createHash('sha256');
    for await (const bytes of createReadStream(file)) hash.update(bytes as Buffer);
    return hash.digest('base64');
  }

  async write(
    name: string,
    bytes: AsyncIterable<Uint8Array>,
    expected: { sha256?: string; modifiedAt?: string },
  ): Promise<void> {
    const file = this.#fileOf(name);
    await mkdir(path.dirname(file), { recursive: true });
    const part = `${file.slice(0, 200)}.${randomBytes(4).toString('hex')}.keepsake-part`;
    try {
      await writeProved(part, bytes, expected.sha256);
      const time = expected.modifiedAt === undefined ? undefined : new Date(expected.modifiedAt);
      if (time) await utimes(part, time, time);
      await rename(part, file);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
  }

  /** Throws for a name that leads out of the folder. */
  #fileOf(name: string): string {
    const file = path.join(this.#root, name);
    if (!file.startsWith(this.#root + path.sep))
      throw new Error('The path leads out of the folder.');
    return file;
  }
}

const writeProved = async (
  part: string,
  bytes: AsyncIterable<Uint8Array>,
  sha256: string | undefined,
): Promise<void> => {
  const handle = await open(part, fresh, 0o666);
  try {
    const digest = await writeAll(handle, bytes);
    if (sha256 !== undefined && digest !== sha256)
      throw new SourceChanged(`The object's SHA-256 is ${digest}, and not ${sha256}.`);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const writeAll = async (handle: FileHandle, bytes: AsyncIterable<Uint8Array>): Promise<string> => {
  const hash = createHash('sha256');
  for await (const piece of bytes) {
    hash.update(piece);
    await handle.writeFile(piece);
  }
  return hash.digest('base64');
};
