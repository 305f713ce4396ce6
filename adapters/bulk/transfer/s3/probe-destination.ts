import { randomBytes } from 'node:crypto';
import { readXml, textOf } from '../../../aws/xml.ts';
import { isAboutCaller } from '../../../storage/s3-refusals.ts';
import { type RetryPolicy, retrying } from '../engine/retrying.ts';
import { S3Refusal } from './s3-refusal.ts';
import type { S3Answer, S3Request, S3Wire } from './s3-wire.ts';

/** A destination's behaviour towards written files. */
export type DestinationTraits = {
  /** Objects that are overwritten stay as versions. `undefined`: the probe could not find out. */
  versioned: boolean | undefined;
  /** The key of the probe's object, if the credentials may not remove it. */
  leftover?: string;
};

/** `writes`: write an object and remove it; otherwise leave no trace, not even for a moment. */
export type Probe = {
  prefix: string;
  storageClass?: string | undefined;
  /** Of every file, such as its encryption. */
  properties?: Readonly<Record<string, string>> | undefined;
  writes: boolean;
};

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
  // A random key, so that two probes of one prefix do not meet.
  const key = `${probe.prefix}keepsake-probe-${randomBytes(8).toString('hex')}`;
  return probe.writes ? probeByWriting(ask, key, probe) : probeByLooking(ask, key, probe);
}

/** An upload in parts that is begun and aborted needs the right to write, and writes nothing. */
async function probeByLooking(ask: Ask, key: string, probe: Probe): Promise<DestinationTraits> {
  const versioned = await readVersioning(ask);
  const headers = headersOf(probe);
  const { body } = await ask({ method: 'POST', key, query: { uploads: '' }, headers });
  const uploadId = textOf(readXml(body), 'UploadId');
  if (uploadId !== undefined) await ask({ method: 'DELETE', key, query: { uploadId } });
  return { versioned };
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

/** The answer to a write tells whether there are versions, where nothing else does. */
async function probeByWriting(ask: Ask, key: string, probe: Probe): Promise<DestinationTraits> {
  const { headers } = await ask({ method: 'PUT', key, headers: headersOf(probe) });
  const versionId = headers['x-amz-version-id'];
  const isRemoved = await remove(ask, key, versionId);
  return {
    versioned: versionId !== undefined && versionId !== 'null',
    ...(!isRemoved && { leftover: key }),
  };
}

/** False when removing it is not allowed. */
async function remove(ask: Ask, key: string, versionId: string | undefined): Promise<boolean> {
  try {
    await ask({ method: 'DELETE', key, ...(versionId !== undefined && { query: { versionId } }) });
    return true;
  } catch (error) {
    if (error instanceof S3Refusal) return false;
    throw error;
  }
}

/** Policies may demand them of every write. */
const headersOf = ({ storageClass, properties }: Probe): [string, string][] => [
  ...(storageClass === undefined
    ? []
    : [['x-amz-storage-class', storageClass] as [string, string]]),
  ...Object.entries(properties ?? {}),
];
