import type { BatchPlan, BatchRecord } from '../model/batch.ts';
import { isMarkOf } from '../model/batch-record.ts';
import type { Destination, FileSource, StoredObject } from '../ports.ts';

/** The fates that keep a file where it is, each with its reason. */
type KeptFate =
  | 'kept: its source is gone'
  | 'kept: its source changed'
  | 'kept: somebody changed it'
  | 'kept: it may have replaced another file'
  | 'kept: not made by this batch'
  | 'kept: a row of another batch names it'
  | 'kept: held by law';

/** The fate of one file in a rollback. */
export type RollbackFate = 'remove' | 'gone' | KeptFate;

/** True if the file stays. */
export const isKept = (fate: RollbackFate): fate is KeptFate =>
  fate !== 'remove' && fate !== 'gone';

type JudgeDeps = { source: FileSource; destination: Destination };

export type Judged = { record: BatchRecord; fate: RollbackFate };

/**
 * Decides whether the rollback removes a record's object, from the record and from storage. Removes
 * nothing.
 */
export const judge = async (
  deps: JudgeDeps,
  plan: BatchPlan,
  found: BatchRecord,
): Promise<Judged> => {
  const record = await adoptObject(deps, found);
  if (!record.created) return { record, fate: 'kept: not made by this batch' };
  if (mayHaveReplaced(plan, record))
    return { record, fate: 'kept: it may have replaced another file' };
  const fate = (await objectFate(deps, record)) ?? (await sourceFate(deps, record)) ?? 'remove';
  return { record, fate };
};

/** After a crash, a `planned` record may have an object: its mark says whose it is. */
const adoptObject = async (
  { destination }: JudgeDeps,
  record: BatchRecord,
): Promise<BatchRecord> => {
  if (record.status === 'transferred') return record;
  const stored = await destination.head(record.key);
  if (!stored || !isMarkOf(stored.metadata, record)) return record;
  const { sizeBytes, sha256, versionId } = stored;
  return {
    ...record,
    created: true,
    sizeBytes,
    ...(sha256 && { sha256 }),
    ...(versionId && { versionId }),
  };
};

/**
 * Without versions an overwritten file is gone. Removing what replaced it would leave neither.
 * S3 gives the version `null` while a bucket's versioning is suspended.
 */
const mayHaveReplaced = ({ onConflict }: BatchPlan, { versionId }: BatchRecord): boolean =>
  onConflict === 'overwrite' && (versionId === undefined || versionId === 'null');

/**
 * The current version decides. A version that another process replaced is history, and the rollback
 * must not change history.
 */
const objectFate = async (
  { destination }: JudgeDeps,
  record: BatchRecord,
): Promise<RollbackFate | undefined> => {
  const stored = await destination.head(record.key);
  if (stored) return isOurs(record, stored) ? undefined : 'kept: somebody changed it';
  const hidden =
    record.versionId !== undefined && (await destination.head(record.key, record.versionId));
  return hidden ? 'kept: somebody changed it' : 'gone';
};

const isOurs = (record: BatchRecord, stored: StoredObject): boolean =>
  isMarkOf(stored.metadata, record) &&
  stored.sizeBytes === record.sizeBytes &&
  stored.versionId === record.versionId &&
  (stored.sha256 === undefined || stored.sha256 === record.sha256);

const sourceFate = async (
  { source }: JudgeDeps,
  { path, sizeBytes }: BatchRecord,
): Promise<RollbackFate | undefined> => {
  const file = await source.stat(path);
  if (!file) return 'kept: its source is gone';
  return file.sizeBytes !== undefined && file.sizeBytes !== sizeBytes
    ? 'kept: its source changed'
    : undefined;
};
