import { TransientFault } from '../errors.ts';
import { inGroups } from '../shared/in-groups.ts';
import type { Clock } from '../shared/ports.ts';
import type { ObjectStore } from '../storage/ports.ts';
import type { Upload } from '../uploads/model/upload.ts';
import { groupSize, isStillOnRecord, storedAs } from './check-integrity.ts';
import { findUnreferenced, type RecordDeps } from './find-unreferenced.ts';
import type { Finding } from './model/integrity-run.ts';
import { judgeReplica, type ReplicaJudgement, type ReplicaReport } from './model/replica.ts';
import type { KeptVersion, KeptVersions } from './ports.ts';

/** Permanent storage of the second region. */
export type Replica = {
  objects: Pick<ObjectStore, 'head'>;
  bucket: string;
  kept: KeptVersions;
};

type Deps = {
  objects: Pick<ObjectStore, 'head'>;
  uploads: RecordDeps['uploads'];
  clock: Clock;
};

type Told = { report: ReplicaReport; onFinding: (finding: Finding) => unknown };

/**
 * Compares the replicas of some permanent files with the registry, by what storage keeps in both
 * regions: no byte is read. Counts into `report`. Throws `TransientFault`.
 */
export const compareReplicas = async (
  deps: Deps & { replica: Replica },
  uploads: AsyncIterable<Upload> | readonly Upload[],
  told: Told,
): Promise<void> => {
  for await (const group of inGroups(uploads, groupSize))
    await Promise.all(group.map((upload) => compareReplica(deps, upload, told)));
};

const compareReplica = async (
  deps: Deps & { replica: Replica },
  upload: Upload,
  { report, onFinding }: Told,
): Promise<void> => {
  const judged = await judgeSafely(deps, deps.replica, upload);
  const isSound = typeof judged === 'string';
  if (!isSound && !(await isStillOnRecord(deps, upload))) return;
  report.files++;
  report[isSound ? judged : judged.kind]++;
  if (isSound) return;
  const { uploadId, ownerId, key, versionId } = upload;
  await onFinding({ uploadId, ownerId, key, versionId, ...judged });
};

/** A replica that refuses to be looked at must not stop the run; an outage must. */
const judgeSafely = async (
  deps: Deps,
  replica: Replica,
  upload: Upload,
): Promise<ReplicaJudgement> => {
  try {
    return await judge(deps, replica, upload);
  } catch (error) {
    if (error instanceof TransientFault) throw error;
    const why = error instanceof Error ? error.message : `${error}`;
    return { kind: 'replica-unreadable', why };
  }
};

/** Asks the first region only about what the second one alone does not settle. */
const judge = async (deps: Deps, replica: Replica, upload: Upload): Promise<ReplicaJudgement> => {
  const { bucket, key, versionId } = upload;
  const stored = await storedAs(replica.objects, { bucket: replica.bucket, key, versionId });
  const now = deps.clock.now();
  const alone = judgeReplica(upload, { stored, source: undefined, now });
  const isSettled = stored.named && alone !== 'unproven';
  if (isSettled) return alone;
  const source = await deps.objects.head({ bucket, key, versionId });
  return judgeReplica(upload, { stored, source, now });
};

/**
 * Tells those of some versions in the second region, none of them young, that no record refers to.
 * An erased file that lives on there is one. Throws `TransientFault`.
 */
export const findUnregisteredReplicas = async (
  deps: RecordDeps & { replica: Replica },
  versions: readonly KeptVersion[],
  { report, onFinding }: Told,
): Promise<void> => {
  const { objects, bucket } = deps.replica;
  const there = { head: (ref: { key: string }) => objects.head({ ...ref, bucket }) };
  report.versions += versions.length;
  await findUnreferenced({ ...deps, objects: there }, versions, (found) => {
    const { verdict, key, versionId, why } = found;
    const kind = verdict === 'unreadable' ? 'replica-unreadable' : 'replica-unregistered';
    report[kind]++;
    return onFinding({ kind, key, versionId, why });
  });
};
