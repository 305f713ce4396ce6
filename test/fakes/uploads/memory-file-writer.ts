import { DestinationExists } from '../../../core/errors.ts';
import type { FileWriter, StoredPin, WriteRequest } from '../../../core/uploads/ports.ts';
import type { MemoryObjects } from '../storage/memory-objects.ts';

/** Writes to `MemoryObjects`. */
export class MemoryFileWriter implements FileWriter {
  readonly #objects: MemoryObjects;

  constructor(objects: MemoryObjects) {
    this.#objects = objects;
  }

  async put({ bucket, key, contentType, bytes, sha256 }: WriteRequest): Promise<StoredPin> {
    const there = await this.#objects.head({ bucket, key });
    if (there && there.sha256 !== sha256)
      throw new DestinationExists(`${bucket}/${key} exists already.`);
    const { versionId, etag } = there ?? this.#objects.put(bucket, key, bytes, { contentType });
    return { versionId, etag };
  }
}
