import { AlreadyExists, StaleRecord } from '../../../core/errors.ts';
import type { Erasure } from '../../../core/retention/model/erasure.ts';
import type { Stretch } from '../../../core/shared/model/stretch.ts';
import { holdPosition } from '../../../core/uploads/model/legal-hold.ts';
import type { Reservation } from '../../../core/uploads/model/quota.ts';
import {
  awaitsSweeper,
  type PermanentLocation,
  type Upload,
} from '../../../core/uploads/model/upload.ts';
import {
  expiryPosition,
  isExpiryList,
  isWanted,
  positionIn,
  type UploadQuery,
} from '../../../core/uploads/model/upload-list.ts';
import type { Uploads } from '../../../core/uploads/ports.ts';
import { MemoryErasures } from '../retention/memory-erasures.ts';
import { MemoryQuotas } from './memory-quotas.ts';

/** Uploads in a map. Values are copied in and out. */
export class MemoryUploads implements Uploads {
  readonly #records = new Map<string, Upload>();
  /** The reserved quotas, which share the uploads' transaction. */
  readonly quotas: MemoryQuotas;
  /** The ledger, which shares the transactions of what erases. */
  readonly erasures: MemoryErasures;

  constructor({ quotas = new MemoryQuotas(), erasures = new MemoryErasures() } = {}) {
    this.quotas = quotas;
    this.erasures = erasures;
  }

  async create(upload: Upload, reservations: readonly Reservation[] = []): Promise<void> {
    if (this.#records.has(upload.uploadId))
      throw new AlreadyExists(`Upload ${upload.uploadId} exists already.`);
    this.quotas.reserve(reservations);
    this.put(upload);
  }

  async wasErased(uploadId: string): Promise<boolean> {
    return (await this.erasures.find(uploadId)) !== undefined;
  }

  async find(uploadId: string): Promise<Upload | undefined> {
    return structuredClone(this.#records.get(uploadId));
  }

  async findMany(uploadIds: readonly string[]): Promise<Upload[]> {
    const found = await Promise.all([...new Set(uploadIds)].map((id) => this.find(id)));
    return found.filter((upload) => upload !== undefined);
  }

  async save(upload: Upload): Promise<Upload> {
    if (this.#records.get(upload.uploadId)?.revision !== upload.revision)
      throw new StaleRecord(`Upload ${upload.uploadId} changed.`);
    const next = { ...upload, revision: upload.revision + 1 };
    this.put(next);
    return next;
  }

  async list(
    query: UploadQuery,
    { limit, after }: Stretch,
  ): Promise<{ uploads: Upload[]; next?: string }> {
    const sign = isExpiryList(query) ? 1 : -1;
    const position = (upload: Upload): string => positionIn(query, upload);
    const rest = [...this.#records.values()]
      .filter((upload) => isWanted(upload, query))
      .sort((a, b) => (position(a) < position(b) ? -sign : sign))
      .filter(
        (upload) =>
          after === undefined || (sign < 0 ? position(upload) < after : position(upload) > after),
      );
    const uploads = structuredClone(rest.slice(0, limit));
    const last = uploads.at(-1);
    return rest.length > limit && last ? { uploads, next: position(last) } : { uploads };
  }

  async *expiring(before: Date): AsyncGenerator<string> {
    const expired = [...this.#records.values()].filter(
      (upload) => awaitsSweeper(upload) && expiryPosition(upload) < before.toISOString(),
    );
    for (const { uploadId } of expired.sort((a, b) =>
      expiryPosition(a) < expiryPosition(b) ? -1 : 1,
    ))
      yield uploadId;
  }

  async *held(before?: Date): AsyncGenerator<string> {
    const held = [...this.#records.values()].filter(
      (upload) =>
        upload.hold && (before === undefined || holdPosition(upload) < before.toISOString()),
    );
    for (const { uploadId } of held.sort((a, b) => (holdPosition(a) < holdPosition(b) ? -1 : 1)))
      yield uploadId;
  }

  async erase(upload: Upload, erasure: Erasure): Promise<void> {
    if (this.#records.get(upload.uploadId)?.revision !== upload.revision)
      throw new StaleRecord(`Upload ${upload.uploadId} changed.`);
    this.erasures.put(erasure);
    this.#records.delete(upload.uploadId);
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
  mayCommit(uploadId: string): boolean {
    const upload = this.#records.get(uploadId);
    return upload !== undefined && upload.status !== 'quarantined';
  }

  /** For `MemoryOrders.commit`. */
  repoint({ uploadId, bucket, key, versionId }: PermanentLocation, updatedAt: string): void {
    const upload = this.#records.get(uploadId);
    if (!upload) return;
    const { etag: _temporary, removal: _calledOff, ...kept } = upload;
    this.put({
      ...kept,
      status: 'permanent',
      bucket,
      key,
      versionId,
      updatedAt,
      revision: upload.revision + 1,
    });
  }

  /** For tests: every record there is. */
  get all(): Upload[] {
    return structuredClone([...this.#records.values()]);
  }
}
