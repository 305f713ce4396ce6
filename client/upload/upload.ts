import type { AnnouncedUpload, SinglePut, Upload } from '../api/api-types.ts';
import { KeepsakeProblem } from '../api/problem.ts';
import { hasSameVisibility, type Unfinished } from './resume.ts';
import { PartSender } from './send-parts.ts';
import { sendWhole } from './send-whole.ts';
import type { UploadRun } from './upload-run.ts';

const hashed = async (run: UploadRun): Promise<void> => {
  run.tally.enter('hashing');
  run.announcement.sha256 ??= await run.sha256(run.source);
};

const wantsHash = (error: unknown): boolean =>
  error instanceof KeepsakeProblem && error.status === 400 && error.errors.some(({ field }) => field === 'sha256');

/** Announces a file. Where the line between PUT and multipart lies is the server's setting: if it wants the hash of a file after all, it gets it. */
export const announced = async (run: UploadRun): Promise<AnnouncedUpload> => {
  const announce = () => run.steps.announce(run.announcement, run.patience.signal);
  if (run.source.sizeBytes <= run.hashFirstBytes) await hashed(run);
  try {
    return await announce();
  } catch (error) {
    if (!wantsHash(error) || run.announcement.sha256 || !run.source.replayable) throw error;
    await hashed(run);
    return announce();
  }
};

const whole = async (run: UploadRun, put: SinglePut): Promise<Upload> => {
  run.tally.enter('sending');
  try {
    await sendWhole(run, put);
  } catch (error) {
    // Nothing of it can be used again; what was reserved for it is given back.
    await run.drop(run.uploadId ?? put.uploadId);
    throw error;
  }
  run.isSent();
  return run.steps.complete(run.uploadId ?? put.uploadId, {}, run.patience.signal);
};

const isIncomplete = (error: unknown): boolean => error instanceof KeepsakeProblem && error.is('upload-not-received');

const inParts = async (run: UploadRun, plan: Unfinished, lookFirst: boolean): Promise<Upload> => {
  const { signal } = run.patience;
  run.tally.enter('sending');
  for (let round = 0; ; round += 1) {
    const present = lookFirst || round > 0 ? (await run.steps.presentParts(plan.uploadId, signal)).parts : [];
    const sha256 = await new PartSender(run, plan, present).send();
    await run.source.checkUnchanged?.();
    run.isSent();
    try {
      return await run.steps.complete(plan.uploadId, sha256 === undefined ? {} : { sha256 }, signal);
    } catch (error) {
      // What the server misses all the same is sent once more.
      if (!isIncomplete(error) || round > 0 || !run.source.replayable) throw error;
    }
  }
};

/** The server no longer knows an unfinished upload of ours: expired, aborted, or another owner's. One that still misses a part it knows very well. */
const isOver = (error: unknown): boolean =>
  error instanceof KeepsakeProblem && [404, 409, 410].includes(error.status) && !error.is('upload-mismatch') && !isIncomplete(error);

/** An earlier run got as far as completing it: then it is done, if it is this very file; of one that is not read, name, size and time must do. */
const hasArrived = async (run: UploadRun, { status, sha256 }: Upload): Promise<boolean> => {
  if (!['checking', 'uploaded', 'permanent'].includes(status)) return false;
  return !run.hashParts || (sha256 !== undefined && sha256 === (await run.sha256(run.source)));
};

const continued = async (run: UploadRun, unfinished: Unfinished): Promise<Upload | undefined> => {
  run.uploadId = unfinished.uploadId;
  try {
    const known = await run.steps.getUpload(unfinished.uploadId, run.patience.signal);
    if (!hasSameVisibility(known, run.announcement)) return undefined;
    if (known.status === 'pending') return await inParts(run, unfinished, true);
    return (await hasArrived(run, known)) ? known : undefined;
  } catch (error) {
    if (isOver(error)) return undefined;
    throw error;
  }
};

const anew = async (run: UploadRun): Promise<Upload> => {
  const answer = await announced(run);
  run.uploadId = answer.uploadId;
  if (!('multipart' in answer)) return whole(run, answer);
  await run.record.write(answer);
  return inParts(run, answer, false);
};

const arrival = async (run: UploadRun): Promise<Upload> => {
  const unfinished = await run.record.read();
  return (unfinished && (await continued(run, unfinished))) ?? (await anew(run));
};

const isFinal = (error: unknown): boolean => error instanceof KeepsakeProblem && error.is('upload-mismatch');

const giveUp = async (run: UploadRun): Promise<void> => {
  await run.record.forget();
  if (run.uploadId !== undefined) await run.drop(run.uploadId);
};

/** Brings one file to Keepsake, going on where an earlier run stopped. What fails can be gone on with; what is aborted is given up. */
export const upload = async (run: UploadRun): Promise<Upload> => {
  try {
    const arrived = await arrival(run);
    await run.record.forget();
    run.tally.enter('checking');
    return await run.settled(arrived);
  } catch (error) {
    if (run.patience.signal?.aborted) await giveUp(run);
    else if (isFinal(error)) await run.record.forget();
    throw error;
  }
};
