import { createHash } from 'node:crypto';
import { userMetadata } from '../../../../core/bulk/model/metadata-headers.ts';
import type { TransferJob, Verdict } from '../../../../core/bulk/model/transfer.ts';
import { DestinationExists } from '../../../../core/errors.ts';
import { isGone } from '../../../storage/s3-refusals.ts';
import type { Requests } from '../s3/requests.ts';
import type { S3Wire } from '../s3/s3-wire.ts';

/** The bytes read from the source. `crc32`: base64, for files sent in parts. */
export type SourceBytes = { sizeBytes: number; sha256: string; crc32?: string };

/** An object that is under the key already. */
export type Existing = {
  sizeBytes: number;
  headers: Readonly<Record<string, string>>;
  versionId: string | undefined;
};

/** The object under the key now. */
export async function lookAt(requests: Requests, key: string): Promise<Existing | undefined> {
  try {
    const { headers } = await requests.ask({
      method: 'HEAD',
      key,
      headers: [['x-amz-checksum-mode', 'ENABLED']],
    });
    return {
      sizeBytes: Number(headers['content-length']),
      headers,
      versionId: headers['x-amz-version-id'],
    };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** True if an interrupted or unanswered run of this batch wrote it for this record. */
export const isOurs = ({ headers }: Existing, { metadata }: TransferJob): boolean =>
  metadata['keepsake-record'] !== undefined &&
  ['keepsake-batch', 'keepsake-record'].every(
    (name) => headers[`${userMetadata}${name}`] === metadata[name],
  );

type Comparison = { job: TransferJob; source: SourceBytes; existing: Existing; wire: S3Wire };

/**
 * The file's verdict when an object is under its key: adopted, skipped, or a conflict; `undefined`
 * if it is to be overwritten.
 */
export async function settleExisting(comparison: Comparison): Promise<Verdict | undefined> {
  const { job, source, existing } = comparison;
  if (await sameBytes(comparison)) {
    const { sizeBytes, sha256 } = source;
    const facts = { sizeBytes, sha256, ...namesOf(existing) };
    if (isOurs(existing, job)) return { outcome: 'transferred', created: true, ...facts };
    return { outcome: 'skipped', reason: 'The same bytes are there already.', ...facts };
  }
  if (job.onConflict === 'overwrite') return undefined;
  if (job.onConflict === 'skip') {
    const reason = job.known?.ifOther ?? 'Other bytes are under its key. They were left there.';
    return { outcome: 'changed', reason };
  }
  throw new DestinationExists('Something else is under its key, and it is not to be overwritten.', {
    context: { key: job.key },
  });
}

const namesOf = ({ versionId, headers: { etag } }: Existing) => ({
  ...(versionId !== undefined && { versionId }),
  ...(etag !== undefined && { etag }),
});

/** True if it is the object that an earlier batch made, whose SHA-256 is on record. */
const isKnown = ({ sizeBytes, headers }: Existing, { known }: TransferJob): boolean =>
  known !== undefined &&
  known.sizeBytes === sizeBytes &&
  ((known.etag !== undefined && known.etag === headers.etag) ||
    (known.sha256 !== undefined && known.sha256 === headers['x-amz-checksum-sha256']));

/**
 * The verdict for a file whose listing is what it was when an earlier batch moved it, if the object
 * is still there. The file is not read.
 */
export async function settleUnread(
  job: TransferJob,
  requests: Requests,
): Promise<Verdict | undefined> {
  const sha256 = job.known?.sha256;
  if (job.known?.unchanged !== true || sha256 === undefined) return undefined;
  const existing = await lookAt(requests, job.key);
  if (!existing || !isKnown(existing, job)) return undefined;
  const { sizeBytes } = existing;
  const reason = 'Unchanged since an earlier batch.';
  return { outcome: 'skipped', reason, sizeBytes, sha256, ...namesOf(existing) };
}

/**
 * Evidence is the SHA-256 on record of the object that an earlier batch made; a SHA-256 of the
 * whole; for what we sent in parts ourselves, the CRC-32 of the whole; else it is read and hashed.
 */
async function sameBytes({ job, source, existing, wire }: Comparison): Promise<boolean> {
  if (existing.sizeBytes !== source.sizeBytes) return false;
  if (isKnown(existing, job) && job.known?.sha256 !== undefined)
    return job.known.sha256 === source.sha256;
  const {
    'x-amz-checksum-sha256': sha256,
    'x-amz-checksum-crc32': crc32,
    'x-amz-checksum-type': type,
  } = existing.headers;
  if (type !== 'COMPOSITE') {
    if (sha256 !== undefined && !sha256.includes('-')) return sha256 === source.sha256;
    if (crc32 !== undefined && crc32 === source.crc32 && isOurs(existing, job)) return true;
  }
  return (await hashStored(wire, job.key, existing.versionId)) === source.sha256;
}

/** SHA-256 of the object under a key, base64. Reads the whole object. */
export async function hashStored(
  wire: S3Wire,
  key: string,
  versionId: string | undefined,
): Promise<string> {
  const hash = createHash('sha256');
  await wire.ask({
    method: 'GET',
    key,
    query: versionId === undefined ? {} : { versionId },
    onBody: (bytes) => void hash.update(bytes),
  });
  return hash.digest('base64');
}
