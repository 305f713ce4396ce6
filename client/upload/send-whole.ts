import type { SinglePut } from '../api/api-types.ts';
import { sendSigned } from './send-signed.ts';
import type { UploadRun } from './upload-run.ts';

/** Sends the file in one PUT. A refused signature is replaced by a new announcement. */
export const sendWhole = async (run: UploadRun, put: SinglePut): Promise<void> => {
  const { source, tally } = run;
  await sendSigned(run, {
    body: await source.piece(0, source.sizeBytes),
    signature: put,
    signAgain: () => announceAgain(run, put),
    onSent: (bytes) => tally.sent(1, bytes),
    checkUnchanged: source.checkUnchanged,
  });
};

const announceAgain = async (run: UploadRun, first: SinglePut): Promise<SinglePut> => {
  await run.drop(run.uploadId ?? first.uploadId);
  const answer = await run.steps.announce(run.announcement, run.patience);
  run.uploadId = answer.uploadId;
  if ('multipart' in answer) throw new Error('The API changed its plan for this file.');
  return answer;
};
