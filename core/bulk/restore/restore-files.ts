import { AlreadyExists } from '../../errors.ts';
import { eachAtOnce } from '../../shared/at-once.ts';
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
  await eachAtOnce(selectFiles(files, options), filesAtOnce, async (file) => {
    const { fate, message } = await restoreOne(deps, file, options);
    done[fate] += 1;
    if (fate === 'restored') done.bytes += file.sizeBytes ?? 0;
    if (message !== undefined) await options.onFailure(file.path, message);
  });
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

type Fate = { fate: 'restored' | 'present' | 'failed'; message?: string };

/** Throws what ends the whole restore. */
const restoreOne = async (
  deps: RestoreDeps,
  file: WantedFile,
  options: RestoreOptions,
): Promise<Fate> => {
  try {
    return await writeUnlessThere(deps, file, options);
  } catch (error) {
    if (deps.endsAll?.(error)) throw error;
    return { fate: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
};

const writeUnlessThere = async (
  { stored, folder }: RestoreDeps,
  file: WantedFile,
  options: RestoreOptions,
): Promise<Fate> => {
  const { key, versionId, sha256, modifiedAt } = file;
  // Paths of batches that took any name may have parts that no folder can have. The folder undoes
  // every other escape.
  const path = encodeParts(file.path);
  const there = await folder.look(path);
  if (isSame(there, file)) return { fate: 'present' };
  if (there && !isReplaceable(there, options))
    return { fate: 'failed', message: others[there.kind] };
  const expected = {
    replace: there !== undefined,
    ...(sha256 !== undefined && { sha256 }),
    ...(modifiedAt !== undefined && { modifiedAt }),
  };
  try {
    await folder.write(path, stored.read(key, versionId), expected);
  } catch (error) {
    // Another restore into this folder may have written it meanwhile.
    if (error instanceof AlreadyExists && isSame(await folder.look(path), file))
      return { fate: 'present' };
    throw error;
  }
  return { fate: 'restored' };
};

const isSame = (there: RestoredEntry | undefined, { sha256 }: WantedFile): boolean =>
  there?.kind === 'file' && there.sha256 === sha256;

const isReplaceable = ({ kind }: RestoredEntry, { overwrite }: RestoreOptions): boolean =>
  overwrite && kind !== 'folder';
