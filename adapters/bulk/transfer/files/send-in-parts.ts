import { createHash } from 'node:crypto';
import type { TransferJob, Verdict } from '../../../../core/bulk/model/transfer.ts';
import { InvalidInput, SourceChanged, TransientFault } from '../../../../core/errors.ts';
import { isPreconditionFailed } from '../../../storage/s3-refusals.ts';
import { Unfinished } from '../engine/outage.ts';
import { retrying } from '../engine/retrying.ts';
import { combineCrc32, crc32Base64 } from '../s3/crc32-combine.ts';
import { isNoSuchUpload, Multipart, type StoredPart } from '../s3/multipart.ts';
import { settle, transferred, unlessExists, vanished } from '../s3/put-object.ts';
import { mayPass } from '../s3/s3-refusal.ts';
import type { OpenSource } from './open-source.ts';
import { paced } from './paced-source.ts';
import { PartCopies } from './part-copies.ts';
import { PartSender } from './part-sender.ts';
import { maxBufferedPartBytes, maxParts, partSize } from './part-size.ts';
import { pieceBytes, readPart } from './read-part.ts';
import { lookAt, type SourceBytes } from './settle-existing.ts';
import type { TransferContext } from './transfer-context.ts';
import { checkHash } from './verdict.ts';

/**
 * Sends a large file: reads it once from front to end, and sends its parts in parallel. Parts that
 * an interrupted run sent are not sent again.
 */
export async function sendInParts(
  job: TransferJob,
  source: OpenSource,
  context: TransferContext,
): Promise<Verdict> {
  const settled = await settleBefore(job, source, context);
  if (settled) {
    await Multipart.abandon(context, job);
    return settled;
  }
  const upload = await Multipart.beginOrResume(context, job);
  try {
    const sent = await sendParts(job, source, context, upload);
    return await complete(job, context, upload, sent);
  } catch (error) {
    // After a transient error, the parts wait for the next try or run. After a final one they are
    // removed, because they would cost storage.
    if (!mayPass(error) && !(error instanceof Unfinished))
      await upload.abort().catch(() => undefined);
    throw error;
  }
}

/** S3 would say that something is there, too, but only after every part was sent. */
async function settleBefore(
  job: TransferJob,
  source: OpenSource,
  context: TransferContext,
): Promise<Verdict | undefined> {
  const existing = await lookAt(context.requests, job.key);
  if (!existing) return undefined;
  const bytes = await readThrough(job, source, context);
  checkHash(job, bytes.sha256);
  return settle(job, bytes, context);
}

/** Size and hashes of a source, nothing sent. */
export async function readThrough(
  { expected }: TransferJob,
  source: OpenSource,
  { buffers, bandwidth }: Pick<TransferContext, 'buffers' | 'bandwidth'>,
): Promise<SourceBytes & { crc32: string }> {
  const buffer = await buffers.take(pieceBytes);
  try {
    const whole = createHash('sha256');
    const range = { position: 0, limit: Number.POSITIVE_INFINITY };
    const { sizeBytes, crc32 } = await readPart(
      paced(source, bandwidth),
      range,
      buffer.subarray(0, pieceBytes),
      whole,
      { sha256: false, md5: false },
    );
    await checkUnchanged(source, sizeBytes, expected?.sizeBytes);
    return { sizeBytes, sha256: whole.digest('base64'), crc32: crc32Base64(crc32) };
  } finally {
    buffers.give(buffer);
  }
}

async function checkUnchanged(
  source: OpenSource,
  bytesRead: number,
  expectedBytes: number | undefined,
): Promise<void> {
  const wanted = source.sizeBytes ?? expectedBytes;
  const differs = wanted !== undefined && bytesRead !== wanted;
  if (differs || !(await source.unchanged()))
    throw new SourceChanged('The file was changed while it was read.');
}

type Sent = { parts: StoredPart[]; source: SourceBytes & { crc32: string } };

async function sendParts(
  job: TransferJob,
  opened: OpenSource,
  context: TransferContext,
  upload: Multipart,
): Promise<Sent> {
  const copies = PartCopies.of(job, opened, context, upload);
  const source = copies ? paced(opened, context.bandwidth) : opened;
  const step = partSize(source.sizeBytes, context.partBytes);
  const sender = new PartSender(context, upload, copies);
  const whole = createHash('sha256');
  let position = 0;
  let crc = 0;
  try {
    for (let partNumber = 1; ; partNumber += 1) {
      if (partNumber > maxParts)
        throw InvalidInput.of('size', 'The source gave no size, and is too large without one.');
      const left = Math.min(step, (source.sizeBytes ?? Number.POSITIVE_INFINITY) - position);
      const part = { partNumber, position, limit: left };
      const digests =
        left > maxBufferedPartBytes
          ? await sender.sendStreamed(source, part, whole)
          : await sender.sendBuffered(source, part, whole);
      crc = combineCrc32(crc, digests.crc32, digests.sizeBytes);
      position += digests.sizeBytes;
      if (digests.sizeBytes < step || position === source.sizeBytes) break;
    }
  } finally {
    await sender.settle();
  }
  await checkUnchanged(source, position, job.expected?.sizeBytes);
  const sha256 = whole.digest('base64');
  checkHash(job, sha256);
  return {
    parts: sender.stored(),
    source: { sizeBytes: position, sha256, crc32: crc32Base64(crc) },
  };
}

async function complete(
  job: TransferJob,
  context: TransferContext,
  upload: Multipart,
  { parts, source }: Sent,
): Promise<Verdict> {
  const isProved = context.conditions.state === 'honoured';
  const taken = isProved ? undefined : await settle(job, source, context);
  if (taken) {
    await upload.abort();
    return taken;
  }
  const headers = unlessExists(job, context);
  if (upload.fullObject) {
    headers.push(
      ['x-amz-checksum-type', 'FULL_OBJECT'],
      ['x-amz-checksum-crc32', source.crc32],
      ['x-amz-mp-object-size', String(source.sizeBytes)],
    );
  }
  try {
    return transferred(source, {
      headers: await retrying(context.policy, () => upload.complete(parts, [...headers])),
    });
  } catch (error) {
    if (isNoSuchUpload(error)) return (await settle(job, source, context)) ?? lostRace(error);
    if (!isPreconditionFailed(error)) throw error;
    await upload.abort();
    return (await settle(job, source, context)) ?? vanished();
  }
}

function lostRace(cause: unknown): never {
  throw new TransientFault('Somebody else ended this upload. Try the same again.', { cause });
}
