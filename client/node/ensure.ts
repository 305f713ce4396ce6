import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Upload, UploadQuery } from '../api/api-types.ts';
import { isOver, KeepsakeProblem } from '../api/problem.ts';
import { type Patience, withRetries } from '../api/retry.ts';
import type { UploadOptions } from '../client.ts';
import { cleanName } from '../model/file-name.ts';
import { typeOfName } from '../model/media-type.ts';
import { hasSameVisibility } from '../upload/resume.ts';
import { type Downloaded, downloadTo } from './download.ts';
import { fileSource } from './file-source.ts';
import { type LocalFile, localNameOf } from './local-file.ts';
import { nodeSha256 } from './node-hasher.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A file that is in Keepsake and here: `dispose` removes our copy, never a file of yours. */
export type Ensured = { uploadId: string; key: string; path: string; dispose: () => Promise<void> };

/** How `ensure` finds a file, and how it uploads one that is missing. */
export type EnsureOptions = Omit<UploadOptions, 'onProgress' | 'sizeBytes'> & {
  /** How many of the category's newest uploads are searched; by default 1,000. */
  lookBack?: number;
  /** Identifies a URL's file if the URL does not, as signed URLs are different each time. */
  sourceId?: string;
};

/** Functions and options that `ensure` uses. */
export type Ensuring = {
  localFile: (uploadId: string) => Promise<LocalFile>;
  listUploads: (query: UploadQuery) => AsyncGenerator<Upload>;
  upload: (path: string, options: UploadOptions) => Promise<Upload>;
  patience: Patience;
};

/**
 * Makes sure that a file is in Keepsake and on this disk. Keepsake is searched first; only a file
 * that is not there is fetched or read, and uploaded.
 */
export const ensure = async (
  ensuring: Ensuring,
  source: string,
  options: EnsureOptions,
): Promise<Ensured> => {
  if (isUploadId(source)) return ensuredCopy(await ensuring.localFile(source));
  return isUrl(source)
    ? ensureUrl(ensuring, secureUrl(source), options)
    : ensurePath(ensuring, source, options);
};

/**
 * Metadata that says where a fetched file came from: the next call finds the file by it, without
 * fetching. Only the caller's own uploads count, because every owner can write any metadata.
 */
const sourceTag = 'ensure.source';

/** The tag that version 0.1.0 wrote. */
const olderTag = 'keepsake.source';

const isUrl = (source: string): boolean => /^https?:\/\//i.test(source);

const isUploadId = (source: string): boolean => /^upl_[\w-]+$/.test(source);

const isLoopback = ({ hostname }: URL): boolean =>
  ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);

/**
 * Throws for plain HTTP, because every machine on the route can change the bytes. Loopback has no
 * route and is allowed, unless another machine redirects to it.
 */
const assertSecure = (url: URL, source: URL): void => {
  const isOwn = url.protocol === 'http:' && isLoopback(url) && isLoopback(source);
  if (url.protocol !== 'https:' && !isOwn)
    throw new TypeError(`ensure() fetches https: URLs only, not ${url.protocol}//${url.host}.`);
};

const secureUrl = (source: string): URL => {
  const url = new URL(source);
  assertSecure(url, url);
  url.hash = '';
  return url;
};

/** A hash, because URLs can be long and can hold secrets. */
const tagOf = (url: URL, { sourceId }: EnsureOptions): string =>
  createHash('sha256')
    .update(sourceId ?? url.href)
    .digest('hex');

/** An upload with another visibility, or of another partner, is not the one the caller asks for. */
const isUsable = (upload: Upload, options: EnsureOptions): boolean =>
  ['uploaded', 'permanent'].includes(upload.status) &&
  hasSameVisibility(upload, options) &&
  (options.partnerId === undefined || options.partnerId === upload.partnerId);

/** The largest page that the API answers. */
const pageSize = 100;

/** The newest of the caller's own uploads that matches. */
const findNewest = async (
  { listUploads }: Ensuring,
  options: EnsureOptions,
  matches: (upload: Upload) => boolean,
): Promise<Upload | undefined> => {
  const { category, lookBack = 1_000 } = options;
  const limit = Math.max(1, Math.min(pageSize, lookBack));
  let seen = 0;
  for await (const upload of listUploads({ category, ownerId: 'me', limit })) {
    if (isUsable(upload, options) && matches(upload)) return upload;
    seen += 1;
    if (seen >= lookBack) return undefined;
  }
  return undefined;
};

const ensuredCopy = ({ upload: { uploadId, key }, path, dispose }: LocalFile): Ensured => ({
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
  const known = await findNewest(
    ensuring,
    options,
    (upload) => upload.sha256 === sha256 && upload.sizeBytes === size,
  );
  const { uploadId, key } = known ?? (await ensuring.upload(path, options));
  return { uploadId, key, path, dispose: async () => undefined };
};

/**
 * The last segment of a URL's path, without characters that the API refuses in names. A percent
 * sign need not begin an escape, and an escape need not be UTF-8: then the name stays as it is
 * written.
 */
const nameIn = (url: URL): string => {
  const name = basename(url.pathname);
  try {
    return cleanName(decodeURIComponent(name)) || 'file';
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
  const known = await findNewest(ensuring, options, ({ metadata }) =>
    [metadata?.[sourceTag], metadata?.[olderTag]].includes(tag),
  );
  const copy = known && (await copyIfThere(ensuring, known.uploadId));
  return copy ?? fetchAndUpload(ensuring, url, options);
};

/** Undefined if the upload has expired or was deleted since it was listed. */
const copyIfThere = async (
  { localFile }: Ensuring,
  uploadId: string,
): Promise<Ensured | undefined> => {
  try {
    return ensuredCopy(await localFile(uploadId));
  } catch (error) {
    if (error instanceof KeepsakeProblem && isOver(error)) return undefined;
    throw error;
  }
};

const fetchAndUpload = async (
  ensuring: Ensuring,
  url: URL,
  options: EnsureOptions,
): Promise<Ensured> => {
  const folder = await temporaryFolder();
  try {
    const path = join(folder.path, localNameOf(options.filename ?? nameIn(url)));
    const how = { check: (next: URL) => assertSecure(next, url), unpacks: true };
    const downloaded = await withRetries(ensuring.patience, () => downloadTo(path, url.href, how));
    const { uploadId, key } = await ensuring.upload(path, uploadOptions(url, downloaded, options));
    return { uploadId, key, path, dispose: folder.dispose };
  } catch (error) {
    await folder.dispose();
    throw error;
  }
};
