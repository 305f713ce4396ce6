import type { Upload } from './upload.ts';

/** An upload as its owner sees it. URLs are derived when asked for, never stored. */
export const uploadView = ({ etag: _pin, bucket: _bucket, legacyPath: _old, ...upload }: Upload) => upload;

export type UploadView = ReturnType<typeof uploadView>;
