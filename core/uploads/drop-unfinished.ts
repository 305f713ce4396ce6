import type { Clock } from '../shared/ports.ts';
import { changeUpload } from './change-upload.ts';
import type { Upload } from './model/upload.ts';
import type { MultipartUploads, Uploads } from './ports.ts';

type Deps = { uploads: Uploads; multiparts: Pick<MultipartUploads, 'abort'>; clock: Clock };

/**
 * Gives up an upload that has not been received, and removes its parts. A received upload stays as
 * it is. The record is changed first: then no part is signed or completed, and the arrivals worker
 * removes an object that arrives all the same. Idempotent.
 */
export const dropUnfinished = async (
  deps: Deps,
  uploadId: string,
  as: 'aborted' | 'expired',
): Promise<Upload> => {
  const upload = await changeUpload(deps, uploadId, (current) =>
    current.status === 'pending' ? { ...current, status: as } : current,
  );
  if (upload.status === 'aborted' || upload.status === 'expired') await dropParts(deps, upload);
  return upload;
};

const dropParts = async (
  { multiparts }: Deps,
  { bucket, key, multipart }: Upload,
): Promise<void> => {
  if (multipart) await multiparts.abort({ bucket, key, multipartId: multipart.multipartId });
};
