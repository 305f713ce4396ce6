import { AlreadyExists, StaleRecord } from '../../core/errors.ts';
import type { PermanentLocation, Upload } from '../../core/model/upload.ts';
import type { Uploads } from '../../core/ports.ts';

/** Uploads in a map; what goes in and comes out is a copy. */
export class MemoryUploads implements Uploads {
  readonly #records = new Map<string, Upload>();

  async create(upload: Upload): Promise<void> {
    if (this.#records.has(upload.uploadId)) throw new AlreadyExists(`Upload ${upload.uploadId} exists already.`);
    this.put(upload);
  }

  async find(uploadId: string): Promise<Upload | undefined> {
    return structuredClone(this.#records.get(uploadId));
  }

  async findMany(uploadIds: readonly string[]): Promise<Upload[]> {
    const found = await Promise.all([...new Set(uploadIds)].map((id) => this.find(id)));
    return found.filter((upload) => upload !== undefined);
  }

  async save(upload: Upload): Promise<Upload> {
    if (this.#records.get(upload.uploadId)?.revision !== upload.revision) throw new StaleRecord(`Upload ${upload.uploadId} changed.`);
    const next = { ...upload, revision: upload.revision + 1 };
    this.put(next);
    return next;
  }

  /** For tests: writes without asking. */
  put(upload: Upload): void {
    this.#records.set(upload.uploadId, structuredClone(upload));
  }

  /** For tests: as if it had expired. */
  remove(uploadId: string): void {
    this.#records.delete(uploadId);
  }

  /** For `MemoryOrders.commit`: the two share a transaction. */
  has(uploadId: string): boolean {
    return this.#records.has(uploadId);
  }

  /** For `MemoryOrders.commit`. */
  repoint({ uploadId, bucket, key, versionId }: PermanentLocation, updatedAt: string): void {
    const upload = this.#records.get(uploadId);
    if (!upload) return;
    const { etag: _temporary, ...kept } = upload;
    this.put({ ...kept, status: 'permanent', bucket, key, versionId, updatedAt, revision: upload.revision + 1 });
  }
}
