import { ownerMark } from '../../storage/model/copy-metadata.ts';
import type { Upload } from '../../uploads/model/upload.ts';

type Metadata = Readonly<Record<string, string>>;

/** The same on an object that was promoted without an order. */
export const promotionMetadata = ({ uploadId, ownerId }: Upload): Record<string, string> => ({
  'keepsake-promotion': uploadId,
  [ownerMark]: ownerId,
});

/** True for an object that the promotion of this upload made. */
export const isPromotionOf = (metadata: Metadata, uploadId: string): boolean =>
  metadata['keepsake-promotion'] === uploadId;
