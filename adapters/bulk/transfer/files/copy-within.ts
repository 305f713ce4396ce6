import type { S3Location, TransferJob, Verdict } from '../../../../core/bulk/model/transfer.ts';
import { elementsOf, readXml, textOf, type Xml } from '../../../aws/xml.ts';
import { copySource } from '../../../storage/s3-copy-source.ts';
import { isGone, isPreconditionFailed } from '../../../storage/s3-refusals.ts';
import { objectHeaders } from '../s3/object-headers.ts';
import { proveCondition, removeSent, transferred } from '../s3/put-object.ts';
import { isRenewable, isThrottling, mayPass, S3Refusal, withoutError } from '../s3/s3-refusal.ts';
import type { S3Answer } from '../s3/s3-wire.ts';
import { describedJob } from './described-job.ts';
import { hashStored, lookAt } from './settle-existing.ts';
import type { TransferContext } from './transfer-context.ts';
import { checkExpected } from './verdict.ts';

type CopyJob = TransferJob & { location: S3Location };

/**
 * A file that its storage copies by itself: no byte passes through this machine. `undefined` if the
 * file has to go the usual way, which also decides about an object under its key.
 */
export async function copyWithin(
  job: TransferJob,
  context: TransferContext,
): Promise<Verdict | undefined> {
  if (!isCopyJob(job)) return undefined;
  try {
    return await copyNew(job, context);
  } catch (error) {
    if (isWorthAnother(error)) throw error;
    if (context.copies.state === 'unproved' && isRefused(error)) context.copies.state = 'off';
    return undefined;
  }
}

/** Anything else under the key, or begun by an earlier run, is the business of the usual way. */
const isCopyJob = (job: TransferJob): job is CopyJob =>
  job.location.kind === 's3' &&
  job.onConflict !== 'overwrite' &&
  job.known === undefined &&
  job.multipartId === undefined;

/**
 * Asked too often, or with credentials that ended. A copy without an answer may still be under way:
 * another one beside it would only make both slower.
 */
const isWorthAnother = (error: unknown): boolean =>
  error instanceof S3Refusal && (isThrottling(error) || isRenewable(error));

/** Says something about copies, and not about this file or this moment. */
const isRefused = (error: unknown): boolean => {
  if (!(error instanceof S3Refusal)) return false;
  if (error.$metadata.httpStatusCode === 501) return true;
  return !mayPass(error) && !isPreconditionFailed(error) && !isGone(error);
};

async function copyNew(job: CopyJob, context: TransferContext): Promise<Verdict | undefined> {
  const { copies, requests } = context;
  const seen = await context.look(job.location);
  checkExpected(job, seen);
  const { sizeBytes, etag } = seen;
  if (sizeBytes === undefined || sizeBytes >= context.copyBytes || etag === undefined)
    return undefined;
  const isUnproved = copies.state === 'unproved';
  // Until it is proved that a copy overwrites nothing.
  if (isUnproved && (await lookAt(requests, job.key))) return undefined;
  const headers = copyHeaders({ ...describedJob(job, seen), location: job.location }, etag);
  const copy = async (bytes: number): Promise<S3Answer> => {
    // Signing adds headers of its own to the list.
    const request = { method: 'PUT' as const, key: job.key, headers: [...headers] };
    return withoutError(await requests.ask(request, bytes));
  };
  const first = await copy(sizeBytes);
  if (!isCopy(first)) {
    copies.state = 'off';
    await removeSent(job.key, first, context);
    return undefined;
  }
  const sent = { key: job.key, first, again: () => copy(0) };
  return settleCopy(job, sizeBytes, isUnproved ? await prove(sent, context) : first, context);
}

/** Type, metadata and all else that the object is to have replaces what its source has. */
const copyHeaders = (job: CopyJob, etag: string): [string, string][] => [
  ...objectHeaders(job),
  ['x-amz-copy-source', copySource(job.location)],
  ['x-amz-copy-source-if-match', etag],
  ['x-amz-metadata-directive', 'REPLACE'],
  ['x-amz-tagging-directive', keepsTags(job) ? 'COPY' : 'REPLACE'],
  ['x-amz-checksum-algorithm', 'SHA256'],
  ['if-none-match', '*'],
];

const keepsTags = ({ keeps, properties }: TransferJob): boolean =>
  keeps === 'all' && properties?.['x-amz-tagging'] === undefined;

/** False for storage without copies, which stored an empty object. */
const isCopy = ({ body }: S3Answer): boolean =>
  elementsOf(readXml(body), 'CopyObjectResult').length > 0;

const prove = async (
  sent: Parameters<typeof proveCondition>[0],
  context: TransferContext,
): Promise<S3Answer> => {
  const { answer, isHonoured } = await proveCondition(sent, context);
  if (isHonoured !== undefined) context.copies.state = isHonoured ? 'proved' : 'off';
  return answer;
};

/** The copy's SHA-256 is in S3's answer. A look-alike's copy is read for it. */
async function settleCopy(
  job: CopyJob,
  sizeBytes: number,
  { headers, body, status }: S3Answer,
  context: TransferContext,
): Promise<Verdict | undefined> {
  const said = readXml(body);
  const etag = textOf(said, 'ETag');
  const answer = { status, body, headers: { ...headers, ...(etag !== undefined && { etag }) } };
  const sha256 =
    wholeSha256(said) ?? (await hashStored(context.wire, job.key, headers['x-amz-version-id']));
  if (job.expected?.sha256 === undefined || job.expected.sha256 === sha256)
    return transferred({ sizeBytes, sha256 }, answer);
  await removeSent(job.key, answer, context);
  return undefined;
}

/** A checksum of checksums of parts ends in their number. */
const wholeSha256 = (said: Xml): string | undefined => {
  const sha256 = textOf(said, 'ChecksumSHA256');
  return sha256?.includes('-') ? undefined : sha256;
};
