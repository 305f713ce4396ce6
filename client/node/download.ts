import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { apiProblem, KeepsakeProblem, lostConnection } from '../api/problem.ts';

/** The bytes that were written: compare them with the record. */
export type Downloaded = {
  /** Where the bytes came from in the end, after redirects. */
  url: string;
  sizeBytes: number;
  sha256: string;
  contentType: string | undefined;
};

const openUrl = async (url: string): Promise<Response> => {
  const response = await fetch(url).catch((error: unknown) =>
    Promise.reject(lostConnection(error)),
  );
  if (response.ok) return response;
  await response.body?.cancel();
  throw apiProblem(response.status, '', response.headers.get('retry-after'));
};

/**
 * Streams a URL into a new file, with a few chunks in memory. Throws `KeepsakeProblem`, which is
 * retryable if the network failed, or the error of the disk.
 */
export const downloadTo = async (path: string, url: string): Promise<Downloaded> => {
  const response = await openUrl(url);
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const body = response.body ?? new Response('').body;
  try {
    await pipeline(
      body as unknown as AsyncIterable<Uint8Array>,
      async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          hash.update(chunk);
          sizeBytes += chunk.byteLength;
          yield chunk;
        }
      },
      createWriteStream(path, { mode: 0o600 }),
    );
  } catch (error) {
    throw isDisk(error) ? error : lostConnection(error);
  }
  return {
    url: response.url,
    sizeBytes,
    sha256: hash.digest('base64'),
    contentType: response.headers.get('content-type')?.split(';', 1)[0]?.trim(),
  };
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
