import { createHash } from 'node:crypto';
import { SourceMissing } from '../../../core/errors.ts';
import type { FileReader, HashProgress, PinnedRef } from '../../../core/uploads/ports.ts';
import type { MemoryObjects } from '../storage/memory-objects.ts';

/**
 * Reads objects of `MemoryObjects`, `chunkBytes` at a time. `calls` lists every call, so that tests
 * can assert the bytes that were not read.
 */
export class MemoryFileReader implements FileReader {
  readonly calls: ('firstBytes' | 'bytesAt' | 'sha256')[] = [];
  readonly #objects: MemoryObjects;
  readonly #chunkBytes: number;

  constructor(objects: MemoryObjects, chunkBytes = 4) {
    this.#objects = objects;
    this.#chunkBytes = chunkBytes;
  }

  async firstBytes(ref: PinnedRef, count: number): Promise<Uint8Array> {
    this.calls.push('firstBytes');
    return this.#bytes(ref).subarray(0, count);
  }

  async bytesAt(
    ref: PinnedRef,
    { offsetBytes, count }: { offsetBytes: number; count: number },
  ): Promise<Uint8Array> {
    this.calls.push('bytesAt');
    return this.#bytes(ref).subarray(offsetBytes, offsetBytes + count);
  }

  async sha256(
    ref: PinnedRef,
    { from, hasTime }: { from?: HashProgress | undefined; hasTime: () => boolean },
  ): Promise<string | HashProgress> {
    this.calls.push('sha256');
    const bytes = this.#bytes(ref);
    // Here a state is what was read so far.
    let read = Buffer.from(from?.state ?? '', 'base64');
    while (read.length < bytes.length) {
      read = Buffer.concat([read, bytes.subarray(read.length, read.length + this.#chunkBytes)]);
      if (!hasTime()) return { offsetBytes: read.length, state: read.toString('base64') };
    }
    return createHash('sha256').update(read).digest('base64');
  }

  #bytes(ref: PinnedRef): Uint8Array {
    const bytes = this.#objects.bytesOf(ref);
    if (!bytes) throw new SourceMissing(`No version ${ref.versionId} of ${ref.bucket}/${ref.key}.`);
    return bytes;
  }
}
