import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { apiProblem, KeepsakeProblem, lostConnection } from '../api/problem.ts';

/** What was written: compare it with what is on record. */
export type Downloaded = { sizeBytes: number; sha256: string; contentType: string | undefined };

const openUrl = async (url: string): Promise<Response> => {
  const response = await fetch(url).catch((error: unknown) =>
    Promise.reject(lostConnection(error)),
  );
  if (response.ok) return response;
  await response.body?.cancel();
  throw apiProblem(response.status, '', response.headers.get('retry-after'));
};

/**
 * Streams a URL into a new file, never more than a few chunks in memory. Throws `KeepsakeProblem`,
 * retryable where it was the network.
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
    sizeBytes,
    sha256: hash.digest('base64'),
    contentType: response.headers.get('content-type')?.split(';', 1)[0]?.trim(),
  };
};

const isDisk = (error: unknown): boolean =>
  ['ENOSPC', 'EACCES', 'EROFS', 'EDQUOT', 'ENOENT'].includes(
    (error as { code?: string }).code ?? '',
  );

/** What arrived is not what is on record; nobody should work on it. */
export const damagedDownload = (uploadId: string): KeepsakeProblem =>
  new KeepsakeProblem({
    type: 'urn:keepsake:problem:download-damaged',
    status: 0,
    detail: `What arrived of upload ${uploadId} is not the file on record.`,
  });
