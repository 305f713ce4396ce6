import * as z from 'zod';
import { DestinationExists } from '../errors.ts';
import type { ObjectFacts, ObjectStore } from '../storage/ports.ts';
import { liesElsewhere } from '../uploads/model/upload.ts';
import type { StoredItem } from './ports.ts';

const permanentFile = z.object({
  status: z.literal('permanent'),
  bucket: z.string(),
  key: z.string(),
  versionId: z.string().optional(),
  source: z.enum(['s3', 'local']).optional(),
  category: z.string(),
});

/** Brings the file of an upload's record along. */
export type FileRecovery = {
  /** Where files go. */
  bucket: string;
  /**
   * The record with the file's new place. Copies only if `apply`. `temporary`, `lost` and
   * `occupied` say why there is none.
   */
  bring(item: StoredItem, apply: boolean): Promise<StoredItem | 'temporary' | 'lost' | 'occupied'>;
};

type Deps = {
  objects: Pick<ObjectStore, 'head' | 'copy'>;
  /** Where the copies lie. */
  from: string;
  /** The stage's bucket of permanent files. */
  to: string;
  /** The storage class of a file category. */
  storageClassOf: (category: string) => string;
};

/**
 * Copies permanent files of another bucket, in storage and pinned to the version on record, into
 * the stage's. Never overwrites. Idempotent.
 */
export const fileRecovery = (deps: Deps): FileRecovery => ({
  bucket: deps.to,
  async bring(item, apply) {
    const { data: file } = permanentFile.safeParse(item);
    if (!file) return 'temporary';
    if (file.bucket === deps.to) return item;
    if (liesElsewhere(file)) return { ...item, bucket: deps.to };
    const { key, versionId } = file;
    const facts = await deps.objects.head({ bucket: deps.from, key, versionId });
    if (!facts) return 'lost';
    if (!apply) return item;
    const copied = await copy(deps, file, facts);
    return copied === undefined ? 'occupied' : { ...item, bucket: deps.to, versionId: copied };
  },
});

type PermanentFile = z.infer<typeof permanentFile>;

const copy = async (
  { objects, from, to, storageClassOf }: Deps,
  { key, category }: PermanentFile,
  facts: ObjectFacts,
): Promise<string | undefined> => {
  const { versionId, etag, sizeBytes, contentType, metadata, servedHeaders } = facts;
  const target = { bucket: to, key };
  try {
    const copied = await objects.copy({
      source: { bucket: from, key, versionId, etag, sizeBytes },
      target,
      contentType,
      disposition: servedHeaders?.['Content-Disposition'] ?? 'attachment',
      metadata,
      storageClass: storageClassOf(category),
    });
    return copied.versionId;
  } catch (error) {
    if (!(error instanceof DestinationExists)) throw error;
    // A call that was interrupted before the record was written has copied it already.
    const found = await objects.head(target);
    return found && isEqual(found, facts) ? found.versionId : undefined;
  }
};

const isEqual = (one: ObjectFacts, other: ObjectFacts): boolean =>
  one.sizeBytes === other.sizeBytes &&
  ((one.sha256 !== undefined && one.sha256 === other.sha256) ||
    (one.crc64nvme !== undefined && one.crc64nvme === other.crc64nvme));
