import type { TransferJob } from '../../../../core/bulk/model/transfer.ts';
import { TransientFault } from '../../../../core/errors.ts';
import { isPreconditionFailed } from '../../../storage/s3-refusals.ts';
import { lookAt, type SourceBytes, settleExisting } from '../files/settle-existing.ts';
import type { TransferContext } from '../files/transfer-context.ts';
import type { Verdict } from '../files/verdict.ts';
import { objectHeaders } from './object-headers.ts';
import type { S3Answer, S3Request } from './s3-wire.ts';

type Body = NonNullable<S3Request['body']>['payload'];

/** One file as one PUT, whose hash is known before it is sent: S3 refuses any other bytes. */
export async function putObject(
  job: TransferJob,
  payload: Body,
  digest: Buffer,
  context: TransferContext,
): Promise<Verdict> {
  const source = { sizeBytes: payload.length, sha256: digest.toString('base64') };
  const headers = objectHeaders(job);
  if (context.checksums) headers.push(['x-amz-checksum-sha256', source.sha256]);
  headers.push(...unlessExists(job, context));
  const settled = looksFirst(job, payload, context)
    ? await settle(job, source, context)
    : undefined;
  if (settled) return settled;
  try {
    const answer = await context.requests.ask(
      { method: 'PUT', key: job.key, headers, body: { payload, hash: digest.toString('hex') } },
      payload.length,
    );
    return transferred(source, answer);
  } catch (error) {
    if (!isPreconditionFailed(error)) throw error;
    return (await settle(job, source, context)) ?? vanished();
  }
}

/** Nothing is overwritten, unless the job says so or the storage does not know the condition. */
export const unlessExists = (
  { onConflict }: TransferJob,
  { conditional }: TransferContext,
): [string, string][] =>
  onConflict === 'overwrite' || !conditional ? [] : [['if-none-match', '*']];

/**
 * Look under the key first: before an overwrite, so that a repeated run makes no second version of
 * what it wrote; before a long body, because a refusal in its middle is often lost with the
 * connection; and where the storage would overwrite without a word.
 */
const looksFirst = (job: TransferJob, payload: Body, { conditional }: TransferContext): boolean =>
  job.onConflict === 'overwrite' || 'chunks' in payload || !conditional;

/**
 * The verdict about what is under the key; `undefined` when nothing is, or it may be overwritten.
 */
export async function settle(
  job: TransferJob,
  source: SourceBytes,
  { requests, wire }: TransferContext,
): Promise<Verdict | undefined> {
  const existing = await lookAt(requests, job.key);
  return existing && settleExisting({ job, source, existing, wire });
}

/** S3 made the version that the answer names. */
export const transferred = (
  { sizeBytes, sha256 }: SourceBytes,
  { headers }: Pick<S3Answer, 'headers'>,
): Verdict => ({
  outcome: 'transferred',
  created: true,
  sizeBytes,
  sha256,
  ...(headers['x-amz-version-id'] !== undefined && { versionId: headers['x-amz-version-id'] }),
  ...(headers.etag !== undefined && { etag: headers.etag }),
});

/** What stood in the way is gone again: the same request is right now. */
export function vanished(): never {
  throw new TransientFault('What was under the key went away meanwhile. Try the same again.');
}
