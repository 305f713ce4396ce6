import type { Upload } from './upload.ts';

/**
 * An upload as its owner sees it. URLs are derived when asked for, never stored. A permanent file
 * does not expire: the date on its record says when its temporary copy would have.
 */
export const uploadView = ({
  etag: _pin,
  checkId: _check,
  bucket: _bucket,
  legacyPath: _old,
  readThrough: _before,
  revision: _lock,
  orderIds: _orders,
  jobIds: _jobs,
  promotedKey: _place,
  removal: _intent,
  hold: _law,
  reservedFor: _quota,
  formerOwnerIds: _owners,
  multipart,
  expiresAt,
  source = 's3',
  ...upload
}: Upload) => ({
  ...upload,
  source,
  ...(upload.status !== 'permanent' && { expiresAt }),
  ...(multipart && {
    multipart: { partSizeBytes: multipart.partSizeBytes, partCount: multipart.partCount },
  }),
});

export type UploadView = ReturnType<typeof uploadView>;
