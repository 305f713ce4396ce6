import { replicationMinutes } from '../../contract.ts';
import type { ObjectFacts } from '../../storage/ports.ts';
import type { Upload } from '../../uploads/model/upload.ts';
import { judgeStored, type Stored } from './integrity.ts';

/**
 * Differences between the second region and the registry. `behind`: S3 is still replicating the
 * version, longer than it promises. `unregistered`: no record refers to the version.
 */
export const replicaFindings = [
  'replica-missing',
  'replica-behind',
  'replica-hidden',
  'replica-changed',
  'replica-unreadable',
  'replica-unregistered',
] as const;

export type ReplicaFinding = (typeof replicaFindings)[number];

export const isReplicaFinding = (kind: string): boolean => kind.startsWith('replica-');

/** Counts of files, and of versions in the second region. */
export const replicaCounts = [
  'files',
  'intact',
  'unproven',
  'replicating',
  'versions',
  ...replicaFindings,
] as const;

export type ReplicaReport = Record<(typeof replicaCounts)[number], number>;

/** Nothing looked at so far. */
export const noReplicas = Object.fromEntries(
  replicaCounts.map((name) => [name, 0]),
) as Readonly<ReplicaReport>;

/** `replicating`: not there yet, and within the time that S3 promises. */
export type ReplicaJudgement =
  | 'intact'
  | 'unproven'
  | 'replicating'
  | { kind: ReplicaFinding; why: string };

type Registered = Pick<Upload, 'sha256' | 'sizeBytes' | 'versionId' | 'updatedAt'>;

/** The version in the first region; `undefined` when it is not there either. */
type Source = ObjectFacts | undefined;

/** Judges the replica of a file by what storage keeps on record in both regions. */
export const judgeReplica = (
  upload: Registered,
  { stored, ...here }: { stored: Stored; source: Source; now: Date },
): ReplicaJudgement => {
  if (!stored.named) return judgeAbsent(upload, here);
  const judged = judgeStored(upload, stored);
  if (judged === 'intact') return judged;
  if (typeof judged === 'string') return judgeUnproven(stored.named, here.source);
  return { kind: `replica-${judged.kind}`, why: judged.why };
};

const judgeAbsent = (
  { updatedAt }: Registered,
  { source, now }: { source: Source; now: Date },
): ReplicaJudgement => {
  const minutes = Math.floor((now.getTime() - Date.parse(updatedAt)) / 60_000);
  if (source && minutes < replicationMinutes) return 'replicating';
  if (source?.replication === 'PENDING')
    return { kind: 'replica-behind', why: `S3 has been replicating it for ${minutes} minutes` };
  return { kind: 'replica-missing', why: whyMissing(source) };
};

const whyMissing = (source: Source): string => {
  if (source === undefined) return 'neither region has the version';
  if (source.replication === 'FAILED') return 'S3 could not replicate it';
  // Both spellings are S3's.
  if (source.replication?.startsWith('COMPLETE')) return 'it was removed in the second region';
  return 'it is older than the replication';
};

/** Compares by CRC64NVME what neither the replica nor the registry has a SHA-256 of. */
const judgeUnproven = (replica: ObjectFacts | undefined, source: Source): ReplicaJudgement => {
  const [found, expected] = [replica?.crc64nvme, source?.crc64nvme];
  if (found === undefined || expected === undefined) return 'unproven';
  return found === expected
    ? 'intact'
    : { kind: 'replica-changed', why: `its CRC64NVME is ${found}, expected ${expected}` };
};
