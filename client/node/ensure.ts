import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Upload, UploadQuery } from '../api/api-types.ts';
import { type Patience, withRetries } from '../api/retry.ts';
import type { UploadOptions } from '../client.ts';
import { typeOfName } from '../model/media-type.ts';
import { hasSameVisibility } from '../upload/resume.ts';
import { type Downloaded, downloadTo } from './download.ts';
import { fileSource } from './file-source.ts';
import type { LocalFile } from './local-file.ts';
import { nodeSha256 } from './node-hasher.ts';
import { filledFolder } from './temporary-folder.ts';

/** A file that is in Keepsake and here: `dispose` removes our copy, never a file of yours. */
export type Ensured = { uploadId: string; key: string; path: string; dispose: () => Promise<void> };

/** How `ensure` finds a file, and how it uploads one that is missing. */
export type EnsureOptions = Omit<UploadOptions, 'onProgress' | 'sizeBytes'> & {
  /** How many of the newest uploads of the category are searched. 1,000. */
  lookBack?: number;
  /** What identifies a URL's file where the URL does not: signed URLs are different each time. */
  sourceId?: string;
};

/** What `ensure` works with. */
export type Ensuring = {
  localFile: (uploadId: string) => Promise<LocalFile>;
  listUploads: (query: UploadQuery) => AsyncGenerator<Upload>;
  upload: (path: string, options: UploadOptions) => Promise<Upload>;
  patience: Patience;
};

/**
 * Where a fetched file came from is kept with it: this is how it is found the next time without
 * being fetched.
 */
const sourceTag = 'keepsake.source';

const isUrl = (source: string): boolean => /^https?:\/\//i.test(source);

const isUploadId = (source: string): boolean => /^upl_[\w-]+$/.test(source);

/**
 * Bytes that anybody on the way may have changed are not taken for a file of ours; on the machine
 * itself nobody is on the way.
 */
const secureUrl = (source: string): URL => {
  const url = new URL(source);
  if (url.protocol !== 'https:' && !['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname))
    throw new TypeError('ensure() fetches https: URLs only.');
  url.hash = '';
  return url;
};

/** URLs can be long, and can hold secrets. */
const tagOf = (url: URL, { sourceId }: EnsureOptions): string =>
  createHash('sha256')
    .update(sourceId ?? url.href)
    .digest('hex');

/** An upload with another visibility, or of another partner, is not the one the caller asks for. */
const isUsable = (upload: Upload, options: EnsureOptions): boolean =>
  ['uploaded', 'permanent'].includes(upload.status) &&
  hasSameVisibility(upload, options) &&
  (options.partnerId === undefined || options.partnerId === upload.partnerId);

const newest = async (
  { listUploads }: Ensuring,
  options: EnsureOptions,
  isIt: (upload: Upload) => boolean,
): Promise<Upload | undefined> => {
  const { category, lookBack = 1_000 } = options;
  let seen = 0;
  for await (const upload of listUploads({ category })) {
    if (isUsable(upload, options) && isIt(upload)) return upload;
    seen += 1;
    if (seen >= lookBack) return undefined;
  }
  return undefined;
};

const ofLocal = ({ upload: { uploadId, key }, path, dispose }: LocalFile): Ensured => ({
  uploadId,
  key,
  path,
  dispose,
});

const ensurePath = async (
  ensuring: Ensuring,
  path: string,
  options: EnsureOptions,
): Promise<Ensured> => {
  const { size } = await stat(path);
  const sha256 = await nodeSha256(await fileSource(path));
  const known = await newest(
    ensuring,
    options,
    (upload) => upload.sha256 === sha256 && upload.sizeBytes === size,
  );
  const { uploadId, key } = known ?? (await ensuring.upload(path, options));
  return { uploadId, key, path, dispose: async () => undefined };
};

/**
 * A percent sign in a URL need not begin an escape, and an escape need not be UTF-8: then the name
 * stays as it is written.
 */
const nameIn = (url: URL): string => {
  const name = basename(url.pathname);
  try {
    return decodeURIComponent(name) || 'file';
  } catch {
    return name;
  }
};

const uploadOptions = (
  url: URL,
  { contentType: served }: Downloaded,
  wanted: EnsureOptions,
): UploadOptions => {
  const { lookBack: _searched, sourceId: _found, ...options } = wanted;
  const filename = options.filename ?? nameIn(url);
  const contentType = options.contentType ?? typeOfName(filename) ?? served;
  return {
    ...options,
    filename,
    ...(contentType !== undefined && { contentType }),
    metadata: { ...options.metadata, [sourceTag]: tagOf(url, wanted) },
  };
};

const ensureUrl = async (
  ensuring: Ensuring,
  url: URL,
  options: EnsureOptions,
): Promise<Ensured> => {
  const tag = tagOf(url, options);
  const known = await newest(ensuring, options, ({ metadata }) => metadata?.[sourceTag] === tag);
  if (known) return ofLocal(await ensuring.localFile(known.uploadId));
  let uploaded: Upload | undefined;
  const filled = await filledFolder(async (folder) => {
    const path = join(folder, 'file');
    const downloaded = await withRetries(ensuring.patience, () => downloadTo(path, url.href));
    uploaded = await ensuring.upload(path, uploadOptions(url, downloaded, options));
    return path;
  });
  const { uploadId, key } = uploaded as unknown as Upload;
  return { uploadId, key, ...filled };
};

/**
 * Makes sure that a file is in Keepsake and on this disk. Keepsake is looked at first; only what is
 * not there is fetched or read, and uploaded.
 */
export const ensure = async (
  ensuring: Ensuring,
  source: string,
  options: EnsureOptions,
): Promise<Ensured> => {
  if (isUploadId(source)) return ofLocal(await ensuring.localFile(source));
  return isUrl(source)
    ? ensureUrl(ensuring, secureUrl(source), options)
    : ensurePath(ensuring, source, options);
};
