import type {
  TransferJob,
  TransferOutcome,
  Verdict,
} from '../../../../core/bulk/model/transfer.ts';
import { isPreconditionFailed } from '../../../storage/s3-refusals.ts';
import { Interrupted } from '../engine/outage.ts';
import { retrying } from '../engine/retrying.ts';
import { Multipart } from '../s3/multipart.ts';
import { settle, vanished } from '../s3/put-object.ts';
import { copyWithin } from './copy-within.ts';
import { describedJob } from './described-job.ts';
import type { OpenSource } from './open-source.ts';
import { readThrough, sendInParts } from './send-in-parts.ts';
import { isOneRequest, sendStreamed } from './send-streamed.ts';
import { sendWhole } from './send-whole.ts';
import { settleUnread } from './settle-existing.ts';
import type { Tried } from './small-files.ts';
import type { TransferContext } from './transfer-context.ts';
import { checkExpected, checkHash, verdictOf } from './verdict.ts';

/** The work on a file: to send it, or only to read it. */
export type Work = (
  job: TransferJob,
  source: OpenSource,
  context: TransferContext,
) => Promise<Verdict>;

/**
 * One file from its source to its outcome; never throws. Every try opens the source again.
 * `tried`: the first try was made already. `undefined`: the run was interrupted while the file
 * waited.
 */
export async function workOn(
  job: TransferJob,
  context: TransferContext,
  work: Work,
  tried?: Tried,
): Promise<TransferOutcome | undefined> {
  const { recordId } = job;
  let attempts = 0;
  let first = tried;
  try {
    const verdict = await retrying(context.policy, async (attempt) => {
      attempts = attempt;
      const failed = first;
      first = undefined;
      const settled = failed && (await judgeTry(job, failed, context));
      return settled ?? transferOnce(job, context, work);
    });
    return { recordId, attempts, ...verdict };
  } catch (error) {
    if (error instanceof Interrupted) return undefined;
    return { recordId, attempts, ...verdictOf(error) };
  } finally {
    context.multiparts.delete(recordId);
    context.cutOff.delete(recordId);
  }
}

/** The end of a try that failed. `undefined`: the same request is right by now. */
async function judgeTry(
  job: TransferJob,
  { error, source }: Tried,
  context: TransferContext,
): Promise<Verdict | undefined> {
  if (isPreconditionFailed(error)) return (await settle(job, source, context)) ?? vanished();
  await context.wire.judge(error);
  return undefined;
}

async function transferOnce(
  job: TransferJob,
  context: TransferContext,
  work: Work,
): Promise<Verdict> {
  const settled = job.known && work === sendFile && (await settleUnread(job, context.requests));
  if (settled) return settled;
  const mayCopy = work === sendFile && context.copies.state !== 'off';
  const copied = mayCopy && (await copyWithin(job, context));
  if (copied) return copied;
  const opened = context.open(job.location, work === sendFile && job.keeps === 'all');
  const source = opened instanceof Promise ? await opened : opened;
  try {
    checkExpected(job, source);
    return await work(describedJob(job, source), source, context);
  } finally {
    source.close();
  }
}

/** Sends a file in the way that suits its size. */
export const sendFile: Work = async (job, source, context) => {
  const { sizeBytes, rereadable } = source;
  if (sizeBytes === undefined) return sendInParts(job, source, context);
  const inOne = sizeBytes <= context.partBytes;
  const streamed = rereadable && (await isOneRequest(job, sizeBytes, context));
  if (!inOne && !streamed) return sendInParts(job, source, context);
  // The file was larger when an earlier run began to send it.
  if (job.multipartId !== undefined) await Multipart.abandon(context, job);
  return inOne
    ? sendWhole(job, source, sizeBytes, context)
    : sendStreamed(job, source, sizeBytes, context);
};

/** Reads a file; `created: false`, because nothing was stored. */
export const hashFile: Work = async (job, source, context) => {
  const { sizeBytes, sha256 } = await readThrough(job, source, context);
  checkHash(job, sha256);
  return { outcome: 'transferred', created: false, sizeBytes, sha256 };
};
