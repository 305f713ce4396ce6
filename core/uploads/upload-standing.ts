import { AlreadyExists, Gone, UploadMismatch } from '../errors.ts';
import type { Upload } from './model/upload.ts';

/**
 * Throws `UploadMismatch` for a refused upload, `Gone` for an abandoned one: neither can be sent or
 * completed any more.
 */
export const assertStanding = (upload: Upload): Upload => {
  const { uploadId, status, quarantineReason } = upload;
  const context = { uploadId };
  if (status === 'quarantined')
    throw new UploadMismatch(
      `Upload ${uploadId} was refused: ${quarantineReason}. Start a new upload.`,
      { context },
    );
  if (status === 'aborted' || status === 'expired')
    throw new Gone(`Upload ${uploadId} was ${status}. Start a new upload.`, { context });
  return upload;
};

/** The same, and `AlreadyExists` for an upload that has arrived. */
export const assertAwaited = (upload: Upload): Upload => {
  if (assertStanding(upload).status === 'pending') return upload;
  throw new AlreadyExists(
    `Upload ${upload.uploadId} has arrived already: its status is ${upload.status}.`,
    {
      context: { uploadId: upload.uploadId },
    },
  );
};
