import { randomBytes } from 'node:crypto';
import { readXml, textOf } from '../../../aws/xml.ts';
import { isAboutCaller, isPreconditionFailed } from '../../../storage/s3-refusals.ts';
import { type RetryPolicy, retrying } from '../engine/retrying.ts';
import { S3Refusal } from './s3-refusal.ts';
import type { S3Answer, S3Request, S3Wire } from './s3-wire.ts';

/** What a destination does with the files it is sent. */
export type DestinationTraits = {
  /** Objects that are overwritten stay as versions. `undefined`: the probe could not find out. */
  versioned: boolean | undefined;
  /** `If-None-Match: *` keeps an object from being overwritten. `undefined`: not tried. */
  conditional: boolean | undefined;
  /** The key of the probe's object, if the credentials may not remove it. */
  leftover?: string;
};

/** `writes`: write an object and remove it; otherwise leave no trace, not even for a moment. */
export type Probe = { prefix: string; storageClass?: string | undefined; writes: boolean };

type Ask = (request: S3Request) => Promise<S3Answer>;

/**
 * Proves that the bucket exists and takes files below the prefix, and finds out what it does with
 * them. Throws `S3Refusal`, `ConnectionLost` or `MalformedResponse`.
 */
export function probeDestination(
  wire: S3Wire,
  probe: Probe,
  policy: RetryPolicy,
): Promise<DestinationTraits> {
  const ask: Ask = ({ headers = [], ...request }) =>
    // Signing adds headers of its own to the list.
    retrying(policy, () => wire.ask({ ...request, headers: [...headers] }));
  // A key nobody else uses: two probes of one prefix do not meet.
  const key = `${probe.prefix}keepsake-probe-${randomBytes(8).toString('hex')}`;
  return probe.writes ? probeByWriting(ask, key, probe) : probeByLooking(ask, key, probe);
}

/** An upload in parts that is begun and aborted needs the right to write, and writes nothing. */
async function probeByLooking(ask: Ask, key: string, probe: Probe): Promise<DestinationTraits> {
  const versioned = await readVersioning(ask);
  const headers = classHeader(probe);
  const { body } = await ask({ method: 'POST', key, query: { uploads: '' }, headers });
  const uploadId = textOf(readXml(body), 'UploadId');
  if (uploadId !== undefined) await ask({ method: 'DELETE', key, query: { uploadId } });
  return { versioned, conditional: undefined };
}

async function readVersioning(ask: Ask): Promise<boolean | undefined> {
  try {
    const { body } = await ask({ method: 'GET', query: { versioning: '' } });
    return textOf(readXml(body), 'Status') === 'Enabled';
  } catch (error) {
    // Some services have no versions, and some credentials may not ask. Both may still write.
    if (isOfBucket(error)) throw error;
    return undefined;
  }
}

/** True when no other request to the bucket could succeed either. */
const isOfBucket = (error: unknown): boolean =>
  !(error instanceof S3Refusal) ||
  error.name === 'NoSuchBucket' ||
  error.$metadata.httpStatusCode < 400 ||
  isAboutCaller(error.name);

async function probeByWriting(ask: Ask, key: string, probe: Probe): Promise<DestinationTraits> {
  const versions = new Set<string | undefined>();
  const conditional = await writeTwice(ask, { key, probe, versions });
  const leftover = await removeVersions(ask, key, versions);
  return {
    versioned: [...versions].some((version) => version !== undefined && version !== 'null'),
    conditional,
    ...(leftover && { leftover: key }),
  };
}

type Writing = { key: string; probe: Probe; versions: Set<string | undefined> };

/** Answers whether the second write was refused because of the first. */
async function writeTwice(ask: Ask, writing: Writing): Promise<boolean> {
  const first = await writeOnce(ask, writing, true);
  if (first === 'unknown header') {
    await writeOnce(ask, writing, false);
    return false;
  }
  if (first === 'exists') {
    // The first write was repeated, because its answer got lost.
    const { headers } = await ask({ method: 'HEAD', key: writing.key });
    writing.versions.add(headers['x-amz-version-id']);
    return true;
  }
  return (await writeOnce(ask, writing, true)) === 'exists';
}

async function writeOnce(
  ask: Ask,
  { key, probe, versions }: Writing,
  conditional: boolean,
): Promise<'written' | 'exists' | 'unknown header'> {
  const headers = classHeader(probe);
  if (conditional) headers.push(['if-none-match', '*']);
  try {
    const answer = await ask({ method: 'PUT', key, headers });
    versions.add(answer.headers['x-amz-version-id']);
    return 'written';
  } catch (error) {
    if (conditional && isPreconditionFailed(error)) return 'exists';
    if (conditional && isUnknownHeader(error)) return 'unknown header';
    throw error;
  }
}

const isUnknownHeader = (error: unknown): boolean =>
  error instanceof S3Refusal &&
  (error.$metadata.httpStatusCode === 501 || error.name === 'NotImplemented');

/** True when something is left, because removing it is not allowed. */
async function removeVersions(
  ask: Ask,
  key: string,
  versions: ReadonlySet<string | undefined>,
): Promise<boolean> {
  try {
    for (const versionId of versions)
      await ask({
        method: 'DELETE',
        key,
        ...(versionId !== undefined && { query: { versionId } }),
      });
    return false;
  } catch (error) {
    if (error instanceof S3Refusal) return true;
    throw error;
  }
}

/** Policies may demand it of every write. */
const classHeader = ({ storageClass }: Probe): [string, string][] =>
  storageClass === undefined ? [] : [['x-amz-storage-class', storageClass]];
