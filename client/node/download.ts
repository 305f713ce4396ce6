import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { apiProblem, KeepsakeProblem, lostConnection } from '../api/problem.ts';
import { getUrl } from './http.ts';

/** The bytes that were written: compare them with the record. */
export type Downloaded = { sizeBytes: number; sha256: string; contentType: string | undefined };

/** How a URL is fetched. */
export type Fetch = {
  /** Throws for a forbidden address; called before every request. */
  check?: (url: URL) => void;
  /** Unpacks what a web server packed for its way. Bytes in storage are the file as they are. */
  unpacks?: boolean;
};

const redirects: readonly unknown[] = [301, 302, 303, 307, 308];

const maxRedirects = 5;

const unpackers: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
};

/**
 * Streams a URL into a new file, with a few chunks in memory. Throws `KeepsakeProblem`, which is
 * retryable if the network failed, the error of `check`, or that of the disk.
 */
export const downloadTo = async (
  path: string,
  url: string,
  how: Fetch = {},
): Promise<Downloaded> => {
  const response = await openUrl(url, how);
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const count = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      sizeBytes += chunk.byteLength;
      yield chunk;
    }
  };
  const unpack = how.unpacks && unpackers[response.headers['content-encoding'] ?? 'identity'];
  const file = createWriteStream(path, { mode: 0o600 });
  try {
    await (unpack ? pipeline(response, unpack(), count, file) : pipeline(response, count, file));
  } catch (error) {
    throw isDisk(error) ? error : lostConnection(error);
  }
  return {
    sizeBytes,
    sha256: hash.digest('base64'),
    contentType: response.headers['content-type']?.split(';', 1)[0]?.trim(),
  };
};

/** Follows redirects itself, to check every address before its request. */
const openUrl = async (first: string, { check }: Fetch): Promise<IncomingMessage> => {
  let url = new URL(first);
  for (let followed = 0; ; followed += 1) {
    check?.(url);
    const response = await getUrl(url);
    const { statusCode = 0, headers } = response;
    if (statusCode >= 200 && statusCode < 300) return response;
    response.destroy();
    if (!redirects.includes(statusCode) || !headers.location || followed >= maxRedirects)
      throw apiProblem(statusCode, '', headers['retry-after']);
    url = new URL(headers.location, url);
  }
};

const diskErrors: readonly unknown[] = ['ENOSPC', 'EACCES', 'EROFS', 'EDQUOT', 'ENOENT'];

const isDisk = (error: unknown): boolean => diskErrors.includes((error as { code?: unknown }).code);

/** The bytes that arrived differ from the record and must not be used. */
export const damagedDownload = (uploadId: string): KeepsakeProblem =>
  new KeepsakeProblem({
    type: 'urn:keepsake:problem:download-damaged',
    status: 0,
    detail: `Upload ${uploadId}: the bytes that arrived differ from its record in size or SHA-256.`,
  });
