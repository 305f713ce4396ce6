import type { Upload } from '../api/api-types.ts';
import type { Steps } from '../api/calls.ts';
import { refusedUpload } from '../api/problem.ts';
import { type CallOptions, pause } from '../api/retry.ts';

type CheckOptions = CallOptions & {
  getUpload: Steps['getUpload'];
  timeoutMs: number;
  baseMs: number;
};

const longestPauseMs = 10_000;

/**
 * Polls, less and less often, until the server has checked the bytes. After `timeoutMs` it resolves
 * with the upload as it is then. Throws `KeepsakeProblem` if the server refused the bytes.
 */
export const waitForCheck = async (
  first: Upload,
  { getUpload, timeoutMs, baseMs, signal, onWait }: CheckOptions,
): Promise<Upload> => {
  // No wall clock: one that is set right in the meantime would end the wait, or stretch it.
  const until = performance.now() + timeoutMs;
  let upload = first;
  for (
    let nextMs = baseMs;
    upload.status === 'checking' && performance.now() + nextMs < until;
    nextMs = Math.min(longestPauseMs, nextMs * 1.5)
  ) {
    await pause(nextMs * (0.75 + Math.random() / 2), signal);
    upload = await getUpload(upload.uploadId, { signal, onWait });
  }
  if (upload.status === 'quarantined')
    throw refusedUpload(upload.uploadId, upload.quarantineReason);
  return upload;
};
