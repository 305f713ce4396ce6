import type { Upload } from '../api/api-types.ts';
import { refusedUpload } from '../api/problem.ts';
import { pause } from '../api/retry.ts';

type Waiting = {
  getUpload: (uploadId: string, signal?: AbortSignal) => Promise<Upload>;
  timeoutMs: number;
  baseMs: number;
  signal?: AbortSignal | undefined;
};

const longestPauseMs = 10_000;

/** Waits while the server reads the bytes, less and less often; answers the upload as it is when the time is up. Throws what was refused. */
export const settledUpload = async (first: Upload, { getUpload, timeoutMs, baseMs, signal }: Waiting): Promise<Upload> => {
  const until = Date.now() + timeoutMs;
  let upload = first;
  for (let nextMs = baseMs; upload.status === 'checking' && Date.now() + nextMs < until; nextMs = Math.min(longestPauseMs, nextMs * 1.5)) {
    await pause(nextMs * (0.75 + Math.random() / 2), signal);
    upload = await getUpload(upload.uploadId, signal);
  }
  if (upload.status === 'quarantined') throw refusedUpload(upload.uploadId, upload.quarantineReason);
  return upload;
};
