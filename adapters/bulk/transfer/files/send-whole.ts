import { hash } from 'node:crypto';
import type { TransferJob, Verdict } from '../../../../core/bulk/model/transfer.ts';
import { SourceChanged } from '../../../../core/errors.ts';
import { headRoom } from '../http/buffer-pool.ts';
import { putObject } from '../s3/put-object.ts';
import type { OpenSource } from './open-source.ts';
import type { TransferContext } from './transfer-context.ts';
import { checkHash } from './verdict.ts';

/** A file that fits into a buffer: read once, hashed there, sent from there. */
export async function sendWhole(
  job: TransferJob,
  source: OpenSource,
  sizeBytes: number,
  context: TransferContext,
): Promise<Verdict> {
  const taken = context.buffers.take(sizeBytes);
  const buffer = taken instanceof Promise ? await taken : taken;
  try {
    // One byte more than expected would tell that it grew, but `unchanged` does so too.
    const body = buffer.subarray(headRoom, headRoom + sizeBytes);
    const read = source.read(body, 0);
    const bytes = typeof read === 'number' ? read : await read;
    const same = source.unchanged();
    if (bytes !== sizeBytes || !(typeof same === 'boolean' ? same : await same))
      throw new SourceChanged('The file was changed while it was read.');
    const digest = hash('sha256', body, 'buffer');
    if (job.expected?.sha256 !== undefined) checkHash(job, digest.toString('base64'));
    return await putObject(job, { buffer, start: headRoom, length: sizeBytes }, digest, context);
  } finally {
    context.buffers.give(buffer);
  }
}
