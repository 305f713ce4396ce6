import type { Erasure } from '../../../core/retention/model/erasure.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';

/** The ledger's entry of an upload that its owner erased. */
export const erasureOf = ({ uploadId, ownerId, category }: Upload): Erasure => ({
  uploadId,
  ownerId,
  category,
  versions: 1,
  bytes: 1,
  erasedAt: '2030-01-01T00:00:00.000Z',
  erasedBy: ownerId,
});
