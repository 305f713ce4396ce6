import { extname, join } from 'node:path';
import type { Download, Upload } from '../api/api-types.ts';
import { type Patience, withRetries } from '../api/retry.ts';
import { damagedDownload, downloadTo } from './download.ts';
import { fillFolder } from './temporary-folder.ts';

/** The calls that fetch an upload, and the patience with them. */
export type Fetching = {
  getUpload: (uploadId: string) => Promise<Upload>;
  downloadUrl: (uploadId: string) => Promise<Download>;
  patience: Patience;
};

/** A local copy of an upload; `dispose` removes it. */
export type LocalFile = { upload: Upload; path: string; dispose: () => Promise<void> };

/** The name of a local copy. Only the extension of a stranger's name reaches the disk. */
export const localNameOf = (fileName: string): string => {
  const extension = extname(fileName);
  return /^\.[a-z0-9]{1,10}$/i.test(extension) ? `file${extension}` : 'file';
};

/** Fetches an upload into a folder of its own, checked against its size and SHA-256. */
export const localFile = async (fetching: Fetching, uploadId: string): Promise<LocalFile> => {
  const upload = await fetching.getUpload(uploadId);
  const filled = await fillFolder(async (folder) => {
    const path = join(folder, localNameOf(upload.fileName));
    await fetchChecked(fetching, upload, path);
    return path;
  });
  return { upload, ...filled };
};

/** Downloads an upload. Every try has a new URL. Bytes that arrive damaged are fetched again. */
const fetchChecked = async (
  { downloadUrl, patience }: Fetching,
  upload: Upload,
  path: string,
): Promise<void> => {
  await withRetries(patience, async () => {
    const { url } = await downloadUrl(upload.uploadId);
    const { sizeBytes, sha256 } = await downloadTo(path, url);
    if (sizeBytes !== upload.sizeBytes || (upload.sha256 && sha256 !== upload.sha256))
      throw damagedDownload(upload.uploadId);
  });
};
