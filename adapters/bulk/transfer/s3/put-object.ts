import type { TransferJob, Verdict } from '../../../../core/bulk/model/transfer.ts';
import { TransientFault } from '../../../../core/errors.ts';
import { isPreconditionFailed } from '../../../storage/s3-refusals.ts';
import { lookAt, type SourceBytes, settleExisting } from '../files/settle-existing.ts';
import type { TransferContext } from '../files/transfer-context.ts';
import { objectHeaders } from './object-headers.ts';
import { S3Refusal } from './s3-refusal.ts';
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
  const put = (bytes: number): Promise<S3Answer> => {
    const body = { payload, hash: digest.toString('hex') };
    // Signing adds headers of its own to the list.
    const request = { method: 'PUT' as const, key: job.key, headers: [...headers], body };
    return context.requests.ask(request, bytes);
  };
  try {
    const first = await put(payload.length);
    if (!isProof(job, payload, context)) return transferred(source, first);
    const sent = { key: job.key, first, again: () => put(0) };
    const { answer, isHonoured } = await proveCondition(sent, context);
    if (isHonoured !== undefined) context.conditions.state = isHonoured ? 'honoured' : 'ignored';
    return transferred(source, answer);
  } catch (error) {
    if (!isPreconditionFailed(error)) throw unlessUnknown(error, context);
    return (await settle(job, source, context)) ?? vanished();
  }
}

/** Nothing is overwritten, unless the job says so or the storage does not know the condition. */
export const unlessExists = (
  { onConflict }: TransferJob,
  { conditions }: TransferContext,
): [string, string][] =>
  onConflict === 'overwrite' || conditions.state === 'ignored' ? [] : [['if-none-match', '*']];

/**
 * Look under the key first: before an overwrite, so that a repeated run makes no second version of
 * what it wrote; where an earlier batch put an object; before a long body, because a refusal in its
 * middle is often lost with the connection; and where the storage would overwrite without a word.
 */
const looksFirst = (job: TransferJob, payload: Body, { conditions }: TransferContext): boolean =>
  job.onConflict === 'overwrite' ||
  job.known !== undefined ||
  'chunks' in payload ||
  conditions.state !== 'honoured';

/** Larger files would cost more to send twice than to look at. */
const maxProofBytes = 1_048_576;

const isProof = (job: TransferJob, payload: Body, { conditions }: TransferContext): boolean =>
  conditions.state === 'unknown' &&
  job.onConflict !== 'overwrite' &&
  'buffer' in payload &&
  payload.length <= maxProofBytes;

/** One request that must not overwrite, and what came of it. */
type Sent = { key: string; first: S3Answer; again: () => Promise<S3Answer> };

/**
 * Sends a request again that has just succeeded. Storage that honours `If-None-Match` refuses it.
 * Other storage stores the same bytes twice, and no other object is overwritten. Without
 * `isHonoured` nothing is proved: the next file does it.
 */
export async function proveCondition(
  { key, first, again }: Sent,
  context: Pick<TransferContext, 'requests'>,
): Promise<{ answer: S3Answer; isHonoured?: boolean }> {
  let second: S3Answer;
  try {
    second = await again();
  } catch (error) {
    return { answer: first, ...(isPreconditionFailed(error) && { isHonoured: true }) };
  }
  // The file has arrived, even if its first version stays behind the second one.
  if (isVersion(first)) await removeSent(key, first, context).catch(() => undefined);
  return { answer: second, isHonoured: false };
}

const isVersion = ({ headers: { 'x-amz-version-id': versionId } }: S3Answer): boolean =>
  versionId !== undefined && versionId !== 'null';

/** Removes the object that an answer speaks of. */
export async function removeSent(
  key: string,
  answer: S3Answer,
  { requests }: Pick<TransferContext, 'requests'>,
): Promise<void> {
  const { 'x-amz-version-id': versionId } = answer.headers;
  const query = versionId !== undefined && isVersion(answer) ? { versionId } : {};
  await requests.ask({ method: 'DELETE', key, query });
}

/** Repeats the request without a header that the server does not know. */
const unlessUnknown = (error: unknown, { conditions }: TransferContext): unknown => {
  const isUnknown = error instanceof S3Refusal && error.$metadata.httpStatusCode === 501;
  if (!isUnknown || conditions.state !== 'unknown') return error;
  conditions.state = 'ignored';
  return new TransientFault('The destination does not know If-None-Match.', { cause: error });
};

/** The verdict on an existing object; undefined if there is none or it may be replaced. */
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

/** The conflicting object is gone again. The same request is valid now. */
export function vanished(): never {
  throw new TransientFault('What was under the key went away meanwhile. Try the same again.');
}
