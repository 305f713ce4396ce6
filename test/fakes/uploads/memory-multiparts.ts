import { createHash } from 'node:crypto';
import type { MultipartRef, MultipartUploads, StoredPart } from '../../../core/uploads/ports.ts';
import { crc64nvme } from '../storage/crc64nvme.ts';
import type { MemoryObjects } from '../storage/memory-objects.ts';

type Unfinished = {
  bucket: string;
  key: string;
  contentType: string;
  parts: Map<number, Uint8Array>;
};

/**
 * Parts in memory. A completed upload becomes an object of `MemoryObjects`, with a CRC64NVME and no
 * SHA-256, as in S3.
 */
export class MemoryMultiparts implements MultipartUploads {
  readonly #objects: MemoryObjects;
  readonly #unfinished = new Map<string, Unfinished>();
  #last = 0;

  constructor(objects: MemoryObjects) {
    this.#objects = objects;
  }

  async begin(request: { bucket: string; key: string; contentType: string }): Promise<string> {
    this.#last += 1;
    const multipartId = `multipart-${this.#last}`;
    this.#unfinished.set(multipartId, { ...request, parts: new Map() });
    return multipartId;
  }

  async parts(ref: MultipartRef): Promise<StoredPart[] | undefined> {
    const found = this.#find(ref);
    return (
      found &&
      [...found.parts]
        .sort(([one], [other]) => one - other)
        .map(([partNumber, bytes]) => stored(partNumber, bytes))
    );
  }

  async complete(ref: MultipartRef, parts: readonly StoredPart[]): Promise<void> {
    const found = this.#find(ref);
    if (!found) return;
    this.#unfinished.delete(ref.multipartId);
    if (await this.#objects.head(ref)) return;
    const bytes = Buffer.concat(
      parts.map(({ partNumber }) => found.parts.get(partNumber) ?? new Uint8Array()),
    );
    this.#objects.put(ref.bucket, ref.key, bytes, {
      contentType: found.contentType,
      checksum: 'crc64nvme',
    });
  }

  async abort({ multipartId }: MultipartRef): Promise<void> {
    this.#unfinished.delete(multipartId);
  }

  /** For tests: a part as a client sends it. */
  put(multipartId: string, partNumber: number, bytes: Uint8Array): void {
    this.#unfinished.get(multipartId)?.parts.set(partNumber, bytes);
  }

  /** For tests: ids of what was begun and neither completed nor aborted. */
  get unfinished(): string[] {
    return [...this.#unfinished.keys()];
  }

  #find({ bucket, key, multipartId }: MultipartRef): Unfinished | undefined {
    const found = this.#unfinished.get(multipartId);
    return found?.bucket === bucket && found.key === key ? found : undefined;
  }
}

const stored = (partNumber: number, bytes: Uint8Array): StoredPart => ({
  partNumber,
  sizeBytes: bytes.length,
  etag: `"${createHash('md5').update(bytes).digest('hex')}"`,
  crc64nvme: crc64nvme(bytes),
});
