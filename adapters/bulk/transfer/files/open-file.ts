import { closeSync, fstatSync, read as readAsync, readSync } from 'node:fs';
import { promisify } from 'node:util';
import type { DiskPace } from '../engine/disk-pace.ts';
import type { OpenedFile } from './folder-door.ts';
import type { OpenSource } from './open-source.ts';

const readLater = promisify(readAsync);

/** An open file of this machine. */
export class OpenFile implements OpenSource {
  readonly rereadable = true;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly modifiedNs: bigint;
  readonly #fd: number;
  readonly #pace: DiskPace;

  constructor({ fd, stats: { size, mtimeNs } }: OpenedFile, pace: DiskPace) {
    this.#fd = fd;
    this.#pace = pace;
    this.sizeBytes = Number(size);
    this.modifiedNs = mtimeNs;
    this.modifiedMs = Number(mtimeNs) / 1e6;
  }

  read(target: Uint8Array, position: number): number | Promise<number> {
    return this.#pace.isSlow() ? this.#readLater(target, position) : this.readNow(target, position);
  }

  /** Reads in this thread, however long the disk takes. */
  readNow(target: Uint8Array, position: number): number {
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

  /** Compares microseconds: nanoseconds take twice as long to read, and a double rounds them. */
  unchanged(): boolean {
    const { size, mtimeMs } = fstatSync(this.#fd);
    return size === this.sizeBytes && Math.abs(mtimeMs - this.modifiedMs) < 0.001;
  }

  close(): void {
    closeSync(this.#fd);
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
