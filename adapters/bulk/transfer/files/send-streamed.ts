import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { TransferJob, Verdict } from '../../../../core/bulk/model/transfer.ts';
import { SourceChanged } from '../../../../core/errors.ts';
import { putObject } from '../s3/put-object.ts';
import type { OpenSource } from './open-source.ts';
import { pieceBytes, piecesPerTurn } from './read-part.ts';
import { lookAt } from './settle-existing.ts';
import type { TransferContext } from './transfer-context.ts';
import { checkHash } from './verdict.ts';

/**
 * An answer within this time, ms, comes from the same building. S3 takes longer even in its own
 * region, and gives each connection a part of what it gives to several.
 */
const nearMs = 5;

/**
 * Whether a file that can be read twice goes in one request instead of in parts. Parts that an
 * earlier try or run began are resumed.
 */
export async function isOneRequest(
  job: TransferJob,
  sizeBytes: number,
  context: TransferContext,
): Promise<boolean> {
  const { multipartBytes, nearBytes, multiparts, cutOff } = context;
  if (sizeBytes <= multipartBytes) return true;
  const isBegun = job.multipartId !== undefined || multiparts.has(job.recordId);
  if (sizeBytes > nearBytes || isBegun || cutOff.has(job.recordId)) return false;
  return isNear(job, context);
}

/** Whether storage is near. Asks twice, because the first request may have to open a connection. */
const isNear = async ({ key }: TransferJob, { requests }: TransferContext): Promise<boolean> => {
  if (requests.fastestMs === undefined)
    for (let asked = 0; asked < 2; asked += 1) await lookAt(requests, key);
  return requests.fastestMs !== undefined && requests.fastestMs <= nearMs;
};

/**
 * A file too large for a buffer and too small for parts: read twice, the second time from the page
 * cache, so that its hash can go ahead of it.
 */
export async function sendStreamed(
  job: TransferJob,
  source: OpenSource,
  sizeBytes: number,
  context: TransferContext,
): Promise<Verdict> {
  const buffer = await context.buffers.take(pieceBytes);
  try {
    const hash = createHash('sha256');
    let pieces = 0;
    for await (const piece of read(source, sizeBytes, buffer.subarray(0, pieceBytes))) {
      hash.update(piece);
      if (++pieces % piecesPerTurn === 0) await setImmediate();
    }
    const digest = hash.digest();
    checkHash(job, digest.toString('base64'));
    const payload = {
      length: sizeBytes,
      chunks: () => read(source, sizeBytes, buffer.subarray(0, pieceBytes)),
    };
    return await putObject(job, payload, digest, context);
  } catch (error) {
    context.cutOff.add(job.recordId);
    throw error;
  } finally {
    context.buffers.give(buffer);
  }
}

/** Every piece in the same buffer. */
async function* read(
  source: OpenSource,
  sizeBytes: number,
  buffer: Buffer,
): AsyncGenerator<Buffer> {
  for (let position = 0; position < sizeBytes; ) {
    const bytes = await source.read(
      buffer.subarray(0, Math.min(buffer.length, sizeBytes - position)),
      position,
    );
    if (bytes === 0) break;
    position += bytes;
    yield buffer.subarray(0, bytes);
  }
  if (!(await source.unchanged()))
    throw new SourceChanged('The file was changed while it was read.');
}
