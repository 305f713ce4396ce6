import type { SinglePut } from '../api/api-types.ts';
import { KeepsakeProblem } from '../api/problem.ts';
import { withRetries } from '../api/retry.ts';
import { isExpiring, sendPiece, type UploadRun } from './upload-run.ts';

const announceAgain = async (run: UploadRun, { uploadId }: SinglePut): Promise<SinglePut> => {
  await run.drop(uploadId);
  const answer = await run.steps.announce(run.announcement, run.patience);
  run.uploadId = answer.uploadId;
  if ('multipart' in answer) throw new Error('The API changed its plan for this file.');
  return answer;
};

const isStale = (error: unknown): boolean =>
  error instanceof KeepsakeProblem && error.status === 403;

/** Sends the file in one PUT; a signature that ran out is replaced by a new announcement. */
export const sendWhole = async (run: UploadRun, first: SinglePut): Promise<void> => {
  const { signal } = run.patience;
  const body = await run.source.piece(0, run.source.sizeBytes);
  let put = first;
  let stale = false;
  await withRetries(run.patience, async () => {
    if (stale || isExpiring(put)) put = await announceAgain(run, put);
    stale = false;
    try {
      await run.connections.run(() => sendPiece(run, put, body, { number: 1, signal }), signal);
    } catch (error) {
      stale = isStale(error);
      throw error;
    }
  });
};
