import { NotFound } from '../errors.ts';
import type { Caller } from '../sessions/model/session.ts';
import type { Upload } from './model/upload.ts';
import type { Uploads } from './ports.ts';

/** The caller's own upload. Another owner's upload is `NotFound`, exactly like an unknown id. */
export const getUpload = async (
  { uploads }: { uploads: Uploads },
  caller: Caller,
  uploadId: string,
): Promise<Upload> => {
  const upload = await uploads.find(uploadId);
  if (!upload || upload.ownerId !== caller.ownerId) throw new NotFound('upload', uploadId);
  return upload;
};
