import {
  DestinationExists,
  type KeepsakeError,
  SourceChanged,
  SourceMissing,
  TransientFault,
} from '../../core/errors.ts';
import type { CopyRequest, ObjectRef } from '../../core/storage/ports.ts';
import { awsError, isTransient } from '../aws/aws-errors.ts';

/** HEAD answers `NotFound` for everything; a version that is a delete marker answers 405. */
const goneNames = new Set(['NoSuchKey', 'NoSuchVersion', 'NotFound', 'MethodNotAllowed']);

/** True when S3 says that this object or version does not exist. */
export const isGone = (error: unknown): boolean =>
  isNamed(error, goneNames) || awsError(error).$metadata?.httpStatusCode === 405;

const isNamed = (error: unknown, names: ReadonlySet<string>): boolean => {
  const { name } = awsError(error);
  return name !== undefined && names.has(name);
};

/** True for a failed If-Match or If-None-Match of either side. */
export const isPreconditionFailed = (error: unknown): boolean =>
  awsError(error).name === 'PreconditionFailed' ||
  awsError(error).$metadata?.httpStatusCode === 412;

/** Another process completed or aborted the multipart upload, or replaced a part. */
const lostRaceNames = new Set(['NoSuchUpload', 'InvalidPart']);

/** Credentials that ended or are none, or a clock that is wrong. */
const callerNames = new Set<string | undefined>([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
  'InvalidToken',
  'RequestExpired',
  'RequestTimeTooSkewed',
  'TokenRefreshRequired',
]);

/**
 * True if S3 rejected the caller's credentials rather than this object. Every further request would
 * fail the same way.
 */
export const isAboutCaller = (name: string | undefined): boolean => callerNames.has(name);

/**
 * True when S3 refuses this object for now and every repetition: archived, encrypted with a key we
 * may not use, not ours to read.
 */
export const isRefusal = (error: unknown): boolean => {
  const { name, $metadata } = awsError(error);
  const status = $metadata?.httpStatusCode ?? 0;
  return status >= 400 && status < 500 && !isTransient(error) && !isAboutCaller(name);
};

/** Throws why a HEAD was refused, as `explainRefusal` finds out, or the refusal itself. */
export const throwExplained = async (
  refused: unknown,
  askForByte: () => Promise<unknown>,
): Promise<never> => {
  await explainRefusal(refused, askForByte);
  throw refused;
};

/**
 * Throws why a HEAD was refused. A refusal of HEAD has no body, and 400 and 403 have many reasons:
 * storage is asked for the first byte then, and the error names what it says to that, e.g.
 * `ExpiredToken`. An empty object has no first byte (416). Returns if the byte is given: the reason
 * has passed, as when another request has corrected the clock.
 */
export const explainRefusal = async (
  refused: unknown,
  askForByte: () => Promise<unknown>,
): Promise<void> => {
  if (![400, 403].includes(statusOf(refused))) throw refused;
  await askForByte().catch((error: unknown) => {
    if (statusOf(error) !== 416) throw error;
  });
};

const statusOf = (error: unknown): number => awsError(error).$metadata?.httpStatusCode ?? 0;

/** The source, or the version of it, does not exist. */
export const sourceMissing = (ref: ObjectRef, cause: unknown): SourceMissing =>
  new SourceMissing(`${named(ref)} (version ${ref.versionId ?? 'current'}) does not exist.`, {
    cause,
    context: { key: ref.key },
  });

/** Names without ids that could be mistaken for URLs: safe to log. */
const named = ({ bucket, key }: { bucket: string; key: string }): string => `${bucket}/${key}`;

/** Something is already there. */
export const destinationExists = ({ target }: CopyRequest, cause?: unknown): DestinationExists =>
  new DestinationExists(`${named(target)} exists already; copies never overwrite.`, {
    cause,
    context: { key: target.key },
  });

/**
 * The domain's error for a failed copy, or `undefined` for any other error. A 412 does not say
 * whether source or target refused; `targetExists` finds out.
 */
export async function copyRefusal(
  request: CopyRequest,
  error: unknown,
  targetExists: () => Promise<boolean>,
): Promise<KeepsakeError | undefined> {
  if (isGone(error)) return sourceMissing(request.source, error);
  if (isPreconditionFailed(error))
    return (await targetExists())
      ? destinationExists(request, error)
      : sourceChanged(request, error);
  if (isLostRace(error))
    return (await targetExists()) ? destinationExists(request, error) : raced(request, error);
  return undefined;
}

/** True when a multipart copy stopped because of another one under the same key. */
const isLostRace = (error: unknown): boolean => isNamed(error, lostRaceNames);

const sourceChanged = ({ source }: CopyRequest, cause: unknown): SourceChanged =>
  new SourceChanged(`${named(source)} is no longer what was pinned.`, {
    cause,
    context: { key: source.key },
  });

const raced = ({ target }: CopyRequest, cause: unknown): TransientFault =>
  new TransientFault(`Another copy to ${named(target)} got in the way. Try the same again later.`, {
    cause,
    context: { key: target.key },
  });
