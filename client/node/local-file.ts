import { extname, join } from 'node:path';
import type { Download, Upload } from '../api/api-types.ts';
import { type Patience, withRetries } from '../api/retry.ts';
import { damagedDownload, downloadTo } from './download.ts';
import { filledFolder } from './temporary-folder.ts';

/** What is needed to fetch an upload. */
export type Fetching = {
  getUpload: (uploadId: string) => Promise<Upload>;
  downloadUrl: (uploadId: string) => Promise<Download>;
  patience: Patience;
};

/** A local copy of an upload; `dispose` removes it. */
export type LocalFile = { upload: Upload; path: string; dispose: () => Promise<void> };

/** Tools go by the extension; of the rest of a stranger's file name nothing reaches the disk. */
const fileNameOf = ({ fileName }: Upload): string =>
  `file${/^\.[a-z0-9]{1,10}$/i.exec(extname(fileName))?.[0] ?? ''}`;

/** A URL that was signed for this try; whatever is damaged on the way is fetched again. */
const fetchFile = async (
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

/** Fetches an upload into a folder of its own, checked against its size and SHA-256. */
export const localFile = async (fetching: Fetching, uploadId: string): Promise<LocalFile> => {
  const upload = await fetching.getUpload(uploadId);
  const filled = await filledFolder(async (folder) => {
    const path = join(folder, fileNameOf(upload));
    await fetchFile(fetching, upload, path);
    return path;
  });
  return { upload, ...filled };
};
