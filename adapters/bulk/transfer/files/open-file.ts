import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  read as readAsync,
  readSync,
  type Stats,
} from 'node:fs';
import { promisify } from 'node:util';
import { SourceMissing } from '../../../../core/errors.ts';
import type { DiskPace } from '../engine/disk-pace.ts';
import type { OpenSource } from './open-source.ts';

const readLater = promisify(readAsync);

/** Opens a file on this machine. Not to wait for a writer: a FIFO opens at once, and is refused. */
export function openFile(path: string, pace: DiskPace): OpenSource {
  const fd = openOrExplain(path);
  const stats = fstatSync(fd);
  if (stats.isFile()) return new OpenFile(fd, stats, pace);
  closeSync(fd);
  throw new SourceMissing('The source is no longer a file.');
}

function openOrExplain(path: string): number {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new SourceMissing('The source file is gone.', { cause: error });
    throw error;
  }
}

class OpenFile implements OpenSource {
  readonly rereadable = true;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly #fd: number;
  readonly #pace: DiskPace;

  constructor(fd: number, { size, mtimeMs }: Stats, pace: DiskPace) {
    this.#fd = fd;
    this.#pace = pace;
    this.sizeBytes = size;
    this.modifiedMs = mtimeMs;
  }

  read(target: Uint8Array, position: number): number | Promise<number> {
    return this.#pace.isSlow()
      ? this.#readLater(target, position)
      : this.#readNow(target, position);
  }

  unchanged(): boolean {
    const { size, mtimeMs } = fstatSync(this.#fd);
    return size === this.sizeBytes && mtimeMs === this.modifiedMs;
  }

  close(): void {
    closeSync(this.#fd);
  }

  #readNow(target: Uint8Array, position: number): number {
    const began = performance.now();
    let filled = 0;
    while (filled < target.length) {
      const bytes = readSync(this.#fd, target, filled, target.length - filled, position + filled);
      if (bytes === 0) break;
      filled += bytes;
    }
    this.#pace.note(performance.now() - began, filled);
    return filled;
  }

  async #readLater(target: Uint8Array, position: number): Promise<number> {
    let filled = 0;
    while (filled < target.length) {
      const { bytesRead } = await readLater(
        this.#fd,
        target,
        filled,
        target.length - filled,
        position + filled,
      );
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return filled;
  }
}
