import { verdictOf } from '../../adapters/bulk/transfer/files/verdict.ts';
import {
  type DestinationTraits,
  probeDestination,
} from '../../adapters/bulk/transfer/s3/probe-destination.ts';
import { S3Refusal } from '../../adapters/bulk/transfer/s3/s3-refusal.ts';
import { S3Wire } from '../../adapters/bulk/transfer/s3/s3-wire.ts';
import { isAboutCaller } from '../../adapters/storage/s3-refusals.ts';
import type { BatchPlan } from '../../core/bulk/model/batch.ts';
import { propertiesOf } from '../../core/bulk/model/object-properties.ts';
import { type Access, reachedPlace } from '../aws-access.ts';
import { CommandProblem } from '../command-problem.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';

/** `look`: for a dry run, which leaves no trace. */
export type Proof = 'write' | 'look';

/** A wrong address is reported soon; a running batch waits much longer. */
const policy = {
  retries: 2,
  random: Math.random,
  sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
};
const timeoutMs = 20_000;

/**
 * Proves the destination of a plan before the first file, and says what it does not do. Throws
 * `CommandProblem` when no file could be sent there, or when files would be lost there.
 */
export const proveDestination = async (
  plan: BatchPlan,
  access: Access,
  { proof, output }: { proof: Proof; output: Output },
): Promise<void> => {
  const traits = await traitsOf(plan, access, proof).catch((error: unknown) => {
    throw problemOf(error, plan, access);
  });
  assertRestorable(plan, traits);
  for (const remark of remarks(plan, traits)) output.say(remark);
};

/** An object of its own is written only where nothing else tells whether there are versions. */
const traitsOf = async (
  plan: BatchPlan,
  access: Access,
  proof: Proof,
): Promise<DestinationTraits> => {
  const seen = await probe(plan, access, false);
  const suffices = seen.versioned !== undefined || plan.onConflict !== 'overwrite';
  return suffices || proof === 'look' ? seen : probe(plan, access, true);
};

const probe = async (
  plan: BatchPlan,
  access: Access,
  writes: boolean,
): Promise<DestinationTraits> => {
  const { bucket, prefix, storageClass } = plan.target;
  // No glob matches this name, so these are the properties of every file.
  const properties = propertiesOf(plan, 'keepsake-probe');
  const wire = new S3Wire({ place: reachedPlace(access), bucket, timeoutMs, now: Date.now });
  wire.credentials = await access.credentials();
  try {
    return await probeDestination(wire, { prefix, storageClass, properties, writes }, policy);
  } finally {
    wire.close();
  }
};

/** An overwritten file comes back by a rollback only if it stays as a version. */
const assertRestorable = (
  { onConflict, target }: BatchPlan,
  { versioned }: DestinationTraits,
): void => {
  if (onConflict !== 'overwrite' || versioned !== false) return;
  throw new CommandProblem(
    `s3://${target.bucket} keeps no versions: a file that is overwritten there cannot be ` +
      'brought back. ' +
      'Switch its versioning on, choose another prefix, or leave out --on-conflict overwrite.',
    exitCodes.refused,
  );
};

const remarks = (
  { onConflict, target }: BatchPlan,
  { versioned, leftover }: DestinationTraits,
): string[] => [
  ...(onConflict === 'overwrite' && versioned === undefined
    ? [
        `Whether s3://${target.bucket} keeps versions is not known (s3:GetBucketVersioning). ` +
          'Without versions the run will refuse to overwrite.',
      ]
    : []),
  ...(leftover === undefined
    ? []
    : [
        `s3://${target.bucket}/${leftover} could not be removed again. A rollback needs the ` +
          'right to remove; remove this object by hand.',
      ]),
];

const problemOf = (error: unknown, { target }: BatchPlan, access: Access): unknown => {
  if (error instanceof CommandProblem) return error;
  const place = access.endpoint ?? `AWS, ${access.region}`;
  if (error instanceof S3Refusal) return refused(error, target, place);
  const { message } = verdictOf(error) as { message?: string };
  return new CommandProblem(
    `${addressOf(target)} at ${place} cannot be reached: ${message}`,
    exitCodes.transient,
    error,
  );
};

const refused = (error: S3Refusal, target: BatchPlan['target'], place: string): CommandProblem => {
  const { name, message } = error;
  const { httpStatusCode: status } = error.$metadata;
  if (status === 404)
    return new CommandProblem(
      `There is no bucket ${target.bucket} at ${place} (${name}). Create it, or name another one.`,
      exitCodes.missing,
      error,
    );
  if (isAboutCaller(name) || name === 'SignatureDoesNotMatch')
    return new CommandProblem(
      `S3 rejected the credentials (${name}: ${message}). Sign in again (AWS_PROFILE, aws ` +
        'sso login), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
      exitCodes.refused,
      error,
    );
  if (status === 403)
    return new CommandProblem(
      `These credentials may not write to ${addressOf(target)} (${name}: ${message}). Allow ` +
        's3:PutObject below the prefix.',
      exitCodes.refused,
      error,
    );
  if (status < 400 || name === 'AuthorizationHeaderMalformed')
    return new CommandProblem(
      `The bucket ${target.bucket} is in another region than ${place} (${name}: ${message}). ` +
        'Name its region with --region.',
      exitCodes.usage,
      error,
    );
  return new CommandProblem(
    `${addressOf(target)} at ${place} takes no files (${name}: ${message}).`,
    status >= 500 ? exitCodes.transient : exitCodes.refused,
    error,
  );
};

const addressOf = ({ bucket, prefix }: BatchPlan['target']): string => `s3://${bucket}/${prefix}`;
