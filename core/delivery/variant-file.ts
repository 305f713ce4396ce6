import { NotFound } from '../errors.ts';
import { isReceived, type Upload } from '../uploads/model/upload.ts';
import type { Uploads } from '../uploads/ports.ts';

/**
 * The upload's smaller picture of this size name, or the upload itself where none is asked for. The
 * right to the one is the right to the other. Throws `NotFound` for a picture that is not made.
 */
export const inSize = async (
  { uploads }: { uploads: Pick<Uploads, 'findMany'> },
  upload: Upload,
  size: string | undefined,
): Promise<Upload> => {
  if (size === undefined) return upload;
  const id = upload.variants?.[size];
  const [variant] = id === undefined ? [] : await uploads.findMany([id]);
  if (!isReceived(variant) || variant.variantOf?.uploadId !== upload.uploadId)
    throw new NotFound('variant', size);
  return variant;
};
