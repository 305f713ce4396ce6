import type { AnnouncedUpload, SinglePut, Upload } from '../api/api-types.ts';
import { isOver, KeepsakeProblem } from '../api/problem.ts';
import { hasSameVisibility, type Unfinished } from './resume.ts';
import { PartSender } from './send-parts.ts';
import { sendWhole } from './send-whole.ts';
import type { UploadRun } from './upload-run.ts';

/**
 * Sends one file to Keepsake, or resumes what an earlier run left. A run that fails can be resumed;
 * one that is aborted is given up.
 */
export const upload = async (run: UploadRun): Promise<Upload> => {
  try {
    const received = (await resumeUpload(run)) ?? (await startUpload(run));
    await run.record.forget();
    run.tally.enter('checking');
    return await run.waitForCheck(received);
  } catch (error) {
    if (run.patience.signal?.aborted) await giveUp(run);
    else if (isProblem(error, 'upload-mismatch')) await run.record.forget();
    throw error;
  } finally {
    await run.leave();
  }
};

/**
 * Announces a file. The server decides what goes in one PUT: if it asks for a SHA-256, the file is
 * hashed and announced again.
 */
export const announceUpload = async (run: UploadRun): Promise<AnnouncedUpload> => {
  const announce = () => run.steps.announce(run.announcement, run.patience);
  if (run.source.sizeBytes <= run.hashFirstBytes) await hashSource(run);
  try {
    return await announce();
  } catch (error) {
    if (!wantsHash(error) || run.announcement.sha256 || !run.source.replayable) throw error;
    await hashSource(run);
    return announce();
  }
};

const hashSource = async (run: UploadRun): Promise<void> => {
  run.tally.enter('hashing');
  run.announcement.sha256 ??= await run.sha256(run.source);
};

const wantsHash = (error: unknown): boolean =>
  error instanceof KeepsakeProblem &&
  error.status === 400 &&
  error.errors.some(({ field }) => field === 'sha256');

const isProblem = (error: unknown, name: string): boolean =>
  error instanceof KeepsakeProblem && error.is(name);

/** Undefined if there is nothing to resume, or if the server no longer has it. */
const resumeUpload = async (run: UploadRun): Promise<Upload | undefined> => {
  const unfinished = await run.record.read();
  if (!unfinished) return undefined;
  await join(run, unfinished);
  try {
    const known = await run.steps.findUpload(unfinished.uploadId, run.patience);
    if (!hasSameVisibility(known, run.announcement)) return undefined;
    if (known.status === 'pending') return await sendInParts(run, unfinished, true);
    return await acceptReceived(run, known);
  } catch (error) {
    if (isOver(error)) return undefined;
    throw error;
  }
};

const join = async (run: UploadRun, { uploadId }: Unfinished): Promise<void> => {
  await run.leave();
  run.uploadId = uploadId;
  run.leave = run.join(uploadId);
};

const startUpload = async (run: UploadRun): Promise<Upload> => {
  const answer = await announceUpload(run);
  run.uploadId = answer.uploadId;
  if (!('multipart' in answer)) return sendInOnePut(run, answer);
  await join(run, answer);
  await run.record.write(answer);
  return sendInParts(run, answer, false);
};

const sendInOnePut = async (run: UploadRun, put: SinglePut): Promise<Upload> => {
  run.tally.enter('sending');
  try {
    await sendWhole(run, put);
  } catch (error) {
    // A single PUT cannot be resumed. Deleting the upload returns its bytes to the quota.
    await run.drop(run.uploadId ?? put.uploadId);
    throw error;
  }
  run.reportSent();
  return run.steps.complete(run.uploadId ?? put.uploadId, {}, run.patience);
};

/** Sends missing parts and completes the upload, twice at most: the server may miss some. */
const sendInParts = async (
  run: UploadRun,
  plan: Unfinished,
  lookFirst: boolean,
): Promise<Upload> => {
  run.tally.enter('sending');
  for (let round = 0; ; round += 1) {
    try {
      return await sendMissingParts(run, plan, lookFirst || round > 0);
    } catch (error) {
      const finished = isOver(error) ? await findFinishedElsewhere(run, plan) : undefined;
      if (finished) return finished;
      const isWorthRepeating =
        isProblem(error, 'upload-not-received') || isProblem(error, 'stale-record');
      if (!isWorthRepeating || round > 0 || !run.source.replayable) throw error;
    }
  }
};

const sendMissingParts = async (
  run: UploadRun,
  plan: Unfinished,
  lookFirst: boolean,
): Promise<Upload> => {
  const present = lookFirst
    ? (await run.steps.presentParts(plan.uploadId, run.patience)).parts
    : [];
  const sha256 = await new PartSender(run, plan, present).send();
  await run.source.checkUnchanged?.();
  run.reportSent();
  return run.steps.complete(plan.uploadId, sha256 === undefined ? {} : { sha256 }, run.patience);
};

/** Another tab or process may have completed the same upload while this one was sending. */
const findFinishedElsewhere = async (
  run: UploadRun,
  { uploadId }: Unfinished,
): Promise<Upload | undefined> => {
  if (!run.source.replayable) return undefined;
  try {
    return await acceptReceived(run, await run.steps.findUpload(uploadId, run.patience));
  } catch (error) {
    if (isOver(error)) return undefined;
    throw error;
  }
};

/**
 * The upload, if it is complete and has this file's bytes. Of a file that is not read, name, size,
 * time and announcement must do.
 */
const acceptReceived = async (run: UploadRun, known: Upload): Promise<Upload | undefined> => {
  if (!['checking', 'uploaded', 'permanent'].includes(known.status)) return undefined;
  const received =
    run.hashParts && known.sha256 === undefined ? await run.waitForCheck(known) : known;
  if (
    run.hashParts &&
    (received.sha256 === undefined || received.sha256 !== (await run.sha256(run.source)))
  )
    return undefined;
  run.tally.sentAll();
  return received;
};

/** Another tab may be sending the same upload: then it stays, and so does its record. */
const giveUp = (run: UploadRun): Promise<void> =>
  run.leave(async () => {
    await run.record.forget();
    if (run.uploadId !== undefined) await run.drop(run.uploadId);
  });
