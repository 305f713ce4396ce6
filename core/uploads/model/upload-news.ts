import * as z from 'zod';
import type { Upload } from './upload.ts';

/** A change of an upload's record in the table's stream; without `now` it was removed. */
export type UploadChange = {
  uploadId: string;
  now?: Upload | undefined;
  before?: Upload | undefined;
};

/**
 * The detail of every event of an upload. `sequence` grows with each event of one upload, so that a
 * listener can tell a late event. Times are ISO 8601 in UTC; `sha256` is base64.
 */
export const uploadNewsSchema = z.strictObject({
  uploadId: z.string(),
  sequence: z.int(),
  at: z.string(),
  ownerId: z.string(),
  partnerId: z.string().optional(),
  category: z.string(),
  contentType: z.string(),
  sizeBytes: z.int(),
  sha256: z.string().optional(),
  orderIds: z.array(z.string()),
  /** Why it was quarantined or withdrawn. */
  reason: z.string().optional(),
});

export type UploadNews = {
  detailType:
    | 'UploadReceived'
    | 'UploadQuarantined'
    | 'UploadPromoted'
    | 'UploadWithdrawn'
    | 'UploadErased'
    | 'UploadExpired';
  detail: z.infer<typeof uploadNewsSchema>;
};

/** The news in a write, if it has any. */
export const newsIn = (write: UploadChange): UploadNews | undefined => {
  const detailType = typeOf(write);
  const upload = write.now ?? write.before;
  if (detailType === undefined || upload === undefined) return undefined;
  const { uploadId, ownerId, partnerId, category, contentType, sizeBytes, sha256 } = upload;
  const { orderIds = [], quarantineReason: reason, removal } = upload;
  const detail = {
    uploadId,
    sequence: write.now ? upload.revision : upload.revision + 1,
    at: write.now ? upload.updatedAt : (removal?.at ?? upload.updatedAt),
    ownerId,
    ...(partnerId !== undefined && { partnerId }),
    category,
    contentType,
    sizeBytes,
    ...(sha256 !== undefined && { sha256 }),
    orderIds,
    ...(reason !== undefined && { reason }),
  };
  return { detailType, detail };
};

/** The event that a write means; files registered from older systems arrive without one. */
const typeOf = ({ now, before }: UploadChange): UploadNews['detailType'] | undefined => {
  if (!now) return before?.removal?.as === 'erased' ? 'UploadErased' : undefined;
  if (!before || now.status === before.status) return undefined;
  if (now.status === 'quarantined')
    return before.status === 'permanent' ? 'UploadWithdrawn' : 'UploadQuarantined';
  if (now.status === 'permanent') return 'UploadPromoted';
  if (now.status === 'expired') return 'UploadExpired';
  return now.status === 'uploaded' && before.status !== 'permanent' ? 'UploadReceived' : undefined;
};
