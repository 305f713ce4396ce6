import type { Scan } from '../../scans/model/scan.ts';
import { isKept, type Upload } from './upload.ts';

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
  scan,
  expiresAt,
  source = 's3',
  ...upload
}: Upload) => ({
  ...upload,
  source,
  ...(!isKept(upload) && { expiresAt }),
  ...(multipart && {
    multipart: { partSizeBytes: multipart.partSizeBytes, partCount: multipart.partCount },
  }),
  ...(scan && { scan: scanView(scan) }),
});

/** Which version it is about, and whether it decides, is the server's to know. */
const scanView = ({ result, at, reason, scanner }: Scan) => ({
  result,
  at,
  ...(reason !== undefined && { reason }),
  ...(scanner !== undefined && { scanner }),
});

export type UploadView = ReturnType<typeof uploadView>;
