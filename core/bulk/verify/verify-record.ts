import type { Batch, BatchRecord } from '../model/batch.ts';
import type { Destination, StoredObject } from '../ports.ts';
import type { Registry } from '../register-files.ts';
import { hashStored } from './hash-stored.ts';

/**
 * `unregistered`: the bytes are there, but the registry does not know the file. `stale`: the source
 * says something else by now.
 */
export type Problem = {
  kind: 'missing' | 'changed' | 'unreferenced' | 'unregistered' | 'stale';
  key: string;
  path?: string;
  detail: string;
};

type RecordDeps = {
  destination: Pick<Destination, 'head' | 'sha256'>;
  uploads?: Registry;
};

/** The problem of one file, if any. Reads its body only where no checksum is stored. */
export const checkRecord = async (
  deps: RecordDeps,
  batch: Batch,
  record: BatchRecord,
  { readsAll = true }: { readsAll?: boolean },
): Promise<Problem | undefined> => {
  const [look, unknown] = await Promise.all([
    lookAt(deps, record),
    registryProblem(deps, batch, record),
  ]);
  return (
    (await bytesProblem(deps, record, { ...look, readsAll })) ??
    currentProblem(record, look) ??
    unknown
  );
};

const problem = (kind: Problem['kind'], { key, path }: BatchRecord, detail: string): Problem => ({
  kind,
  key,
  path,
  detail,
});

/** Storage's state of a file: the version on record, and whether readers get that version. */
type Look = { stored: StoredObject | undefined; current: StoredObject | undefined };

/** One request for a file that is as the batch left it; readers get the current version. */
const lookAt = async ({ destination }: RecordDeps, record: BatchRecord): Promise<Look> => {
  const current = await destination.head(record.key);
  const isOurs = record.versionId === undefined || current?.versionId === record.versionId;
  const stored = isOurs ? current : await destination.head(record.key, record.versionId);
  return { stored, current };
};

const bytesProblem = async (
  { destination }: RecordDeps,
  record: BatchRecord,
  { stored, readsAll }: Pick<Look, 'stored'> & { readsAll: boolean },
): Promise<Problem | undefined> => {
  if (!stored) return problem('missing', record, 'Nothing is under its key.');
  if (stored.sizeBytes !== record.sizeBytes)
    return problem(
      'changed',
      record,
      `The object has ${stored.sizeBytes} bytes instead of ${record.sizeBytes}.`,
    );
  const kept = readsAll ? undefined : stored.sha256;
  const sha256 = kept ?? (await hashStored(destination, record));
  if (sha256 === undefined)
    return problem('missing', record, 'The object went away while it was read.');
  return sha256 === record.sha256
    ? undefined
    : problem('changed', record, `Its SHA-256 is ${sha256} instead of ${record.sha256}.`);
};

/** The version on record exists even after it was replaced or hidden. */
const currentProblem = (record: BatchRecord, { stored, current }: Look): Problem | undefined => {
  if (current === stored) return undefined;
  return current === undefined
    ? problem('missing', record, 'Its version is there, but hidden by a delete marker.')
    : problem('changed', record, 'Somebody wrote a newer version over it.');
};

const registryProblem = async (
  { uploads }: RecordDeps,
  { plan }: Batch,
  record: BatchRecord,
): Promise<Problem | undefined> => {
  if (!plan.register || !uploads || record.uploadId === undefined) return undefined;
  const upload = await uploads.find(record.uploadId);
  return upload
    ? undefined
    : problem('unregistered', record, `The registry has no ${record.uploadId}.`);
};
