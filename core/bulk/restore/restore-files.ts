import { inGroups } from '../../shared/in-groups.ts';
import type { BatchRecord } from '../model/batch.ts';
import { encodeParts } from '../model/source-path.ts';
import type { RestoredEntry, RestoreFolder } from '../ports.ts';

export type RestoreDeps = {
  /** Reads a whole object, once its bytes are asked for. Throws `SourceMissing`. */
  stored: { read(key: string, versionId?: string): AsyncIterable<Uint8Array> };
  folder: RestoreFolder;
  /** True for an error that every other file would meet, too: the restore ends with it. */
  endsAll?: (error: unknown) => boolean;
};

export type RestoreOptions = {
  signal: AbortSignal;
  /** Replace files that have other bytes. */
  overwrite: boolean;
  selects: (path: string) => boolean;
  /** A file that is not as it was stored, and why. */
  onFailure: (path: string, message: string) => unknown;
};

/** `present`: files that were there with the right bytes. */
export type Restored = { restored: number; bytes: number; present: number; failed: number };

/** A stored file and its escaped path in the folder. */
export type WantedFile = Pick<
  BatchRecord,
  'path' | 'key' | 'versionId' | 'sha256' | 'sizeBytes' | 'modifiedAt'
>;

/** Each holds a connection. */
export const filesAtOnce = 16;

const others: Readonly<Record<RestoredEntry['kind'], string>> = {
  file:
    'The folder has another file of this name. --overwrite replaces it, another --into keeps ' +
    'both.',
  folder: 'A folder has the name of the file. Move it away, or choose another --into.',
  special:
    'A link, or another entry that is no file, has this name. --overwrite replaces it, another ' +
    '--into keeps both.',
};

/**
 * Writes stored files into a folder, each compared with its SHA-256 while it arrives. Idempotent:
 * files that are there with the right bytes are left alone. Throws what `files` throws, what
 * `endsAll` says, and `InvalidInput` for a folder that takes no file.
 */
export const restoreFiles = async (
  deps: RestoreDeps,
  files: AsyncIterable<WantedFile>,
  options: RestoreOptions,
): Promise<Restored> => {
  const done: Restored = { restored: 0, bytes: 0, present: 0, failed: 0 };
  await deps.folder.prepare();
  for await (const group of inGroups(selectFiles(files, options), filesAtOnce)) {
    const fates = await Promise.all(group.map((file) => restoreOne(deps, file, options)));
    for (const [index, file] of group.entries()) {
      const fate = fates[index];
      if (!fate || fate.fate === 'ended') continue;
      done[fate.fate] += 1;
      if (fate.fate === 'restored') done.bytes += file.sizeBytes ?? 0;
      if (fate.fate === 'failed') await options.onFailure(file.path, fate.message);
    }
    // The others of the group are whole by now, or left nothing.
    const ended = fates.find((fate) => fate.fate === 'ended');
    if (ended) throw ended.error;
  }
  return done;
};

async function* selectFiles(
  files: AsyncIterable<WantedFile>,
  { selects, signal }: RestoreOptions,
): AsyncGenerator<WantedFile> {
  for await (const file of files) {
    if (signal.aborted) return;
    if (selects(file.path)) yield file;
  }
}

type Fate =
  | { fate: 'restored' | 'present' }
  | { fate: 'failed'; message: string }
  | { fate: 'ended'; error: unknown };

const restoreOne = async (
  { stored, folder, endsAll }: RestoreDeps,
  file: WantedFile,
  options: RestoreOptions,
): Promise<Fate> => {
  const { key, versionId, sha256, modifiedAt } = file;
  // Paths of batches that took any name may have parts that no folder can have. The folder undoes
  // every other escape.
  const path = encodeParts(file.path);
  try {
    const there = await folder.look(path);
    if (there?.kind === 'file' && there.sha256 === sha256) return { fate: 'present' };
    if (there && !isReplaceable(there, options))
      return { fate: 'failed', message: others[there.kind] };
    await folder.write(path, stored.read(key, versionId), {
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

const isReplaceable = ({ kind }: RestoredEntry, { overwrite }: RestoreOptions): boolean =>
  overwrite && kind !== 'folder';
