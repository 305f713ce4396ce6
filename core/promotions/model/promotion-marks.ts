import { ownerMark } from '../../storage/model/copy-metadata.ts';
import type { Upload } from '../../uploads/model/upload.ts';

type Metadata = Readonly<Record<string, string>>;

/** Metadata of the object under `key` that was promoted without an order. */
export const promotionMetadata = (
  { uploadId, ownerId }: Upload,
  key: string,
): Record<string, string> => ({
  'keepsake-promotion': uploadId,
  ...ownerMark(ownerId, key),
});

/** True for an object that the promotion of this upload made. */
export const isPromotionOf = (metadata: Metadata, uploadId: string): boolean =>
  metadata['keepsake-promotion'] === uploadId;
