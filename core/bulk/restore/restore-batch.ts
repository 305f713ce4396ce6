import { inGroups } from '../../shared/in-groups.ts';
import { readBatch } from '../change-batch.ts';
import type { BatchRecord } from '../model/batch.ts';
import { isArrived } from '../model/batch-record.ts';
import { encodeParts } from '../model/source-path.ts';
import type { Batches, Destination, RestoredEntry, RestoreFolder } from '../ports.ts';

export type RestoreDeps = {
  batches: Batches;
  destination: Pick<Destination, 'read'>;
  folder: RestoreFolder;
  /** True for an error that every other file would meet, too: the restore ends with it. */
  endsAll?: (error: unknown) => boolean;
};

export type RestoreOptions = {
  signal: AbortSignal;
  /** Replace files that have other bytes. */
  overwrite: boolean;
  selects: (path: string) => boolean;
  /** A file that is not as it was migrated, and why. */
  onFailure: (path: string, message: string) => unknown;
};

/** `present`: files that were there with the right bytes. */
export type Restored = { restored: number; bytes: number; present: number; failed: number };

/** Each holds a connection. */
const filesAtOnce = 16;

type Fate =
  | { fate: 'restored' | 'present' }
  | { fate: 'failed'; message: string }
  | { fate: 'ended'; error: unknown };

const others: Readonly<Record<RestoredEntry['kind'], string>> = {
  file:
    'The folder has another file of this name. --overwrite replaces it, another --into keeps ' +
    'both.',
  folder: 'A folder has the name of the file. Move it away, or choose another --into.',
  special:
    'A link, or another entry that is no file, has this name. --overwrite replaces it, another ' +
    '--into keeps both.',
};

const isReplaceable = ({ kind }: RestoredEntry, { overwrite }: RestoreOptions): boolean =>
  overwrite && kind !== 'folder';

const restoreOne = async (
  { destination, folder, endsAll }: RestoreDeps,
  record: BatchRecord,
  options: RestoreOptions,
): Promise<Fate> => {
  const { key, versionId, sha256, modifiedAt } = record;
  // Paths of batches that took any name may have parts that no folder can have. The folder undoes
  // every other escape.
  const path = encodeParts(record.path);
  try {
    const there = await folder.look(path);
    if (there?.kind === 'file' && there.sha256 === sha256) return { fate: 'present' };
    if (there && !isReplaceable(there, options))
      return { fate: 'failed', message: others[there.kind] };
    const bytes = await destination.read(key, versionId);
    await folder.write(path, bytes, {
      replace: there !== undefined,
      ...(sha256 !== undefined && { sha256 }),
      ...(modifiedAt !== undefined && { modifiedAt }),
    });
    return { fate: 'restored' };
  } catch (error) {
    if (endsAll?.(error)) return { fate: 'ended', error };
    return { fate: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
};

async function* listArrived(
  { batches }: RestoreDeps,
  batchId: string,
  { selects, signal }: RestoreOptions,
): AsyncGenerator<BatchRecord> {
  for (const status of ['transferred', 'skipped'] as const)
    for await (const record of batches.records(batchId, status)) {
      if (signal.aborted) return;
      if (isArrived(record) && selects(record.path)) yield record;
    }
}

/**
 * Writes the files of a batch into a folder, under their old paths, each compared with its SHA-256
 * while it arrives. Idempotent: files that are there with the right bytes are left alone. Throws
 * `NotFound`, and what `endsAll` says.
 */
export const restoreBatch = async (
  deps: RestoreDeps,
  batchId: string,
  options: RestoreOptions,
): Promise<Restored> => {
  const done: Restored = { restored: 0, bytes: 0, present: 0, failed: 0 };
  await readBatch(deps, batchId);
  for await (const records of inGroups(listArrived(deps, batchId, options), filesAtOnce)) {
    const fates = await Promise.all(records.map((record) => restoreOne(deps, record, options)));
    for (const [index, record] of records.entries()) {
      const fate = fates[index];
      if (!fate || fate.fate === 'ended') continue;
      done[fate.fate] += 1;
      if (fate.fate === 'restored') done.bytes += record.sizeBytes ?? 0;
      if (fate.fate === 'failed') await options.onFailure(record.path, fate.message);
    }
    // The others of the group are whole by now, or left nothing.
    const ended = fates.find((fate) => fate.fate === 'ended');
    if (ended) throw ended.error;
  }
  return done;
};
