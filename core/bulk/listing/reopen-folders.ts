import { isBefore } from '../../shared/byte-order.ts';
import { regroup } from '../../shared/in-groups.ts';
import type { BatchDeps } from '../change-batch.ts';
import type { Batch, BatchRecord } from '../model/batch.ts';
import type { Selects } from '../model/path-selection.ts';
import { isShutFolder, type SourceFile } from '../model/transfer.ts';
import { planWork, type WorkGroup } from '../plan-work.ts';
import type { FileSource } from '../ports.ts';
import { fileListed, type Listed } from './file-listed.ts';

type ReopenDeps = BatchDeps & { source: FileSource; selects: Selects };

/** True for the record of a folder whose files are not on record, because it could not be read. */
export const isShut = ({ path, sizeBytes, failure }: BatchRecord): boolean =>
  failure?.code === 'Unreadable' && sizeBytes === undefined && path.endsWith('/');

/** True for the record of a folder that could be read later. It is not a file that arrived. */
export const isReopened = ({ status, path, sha256 }: BatchRecord): boolean =>
  status === 'skipped' && sha256 === undefined && path.endsWith('/');

/**
 * The files below folders that could not be read before. A folder that can be read by now stays on
 * record as skipped; one that still cannot fails again.
 */
export async function* reopenFolders(
  deps: ReopenDeps,
  batch: Batch,
  folders: readonly BatchRecord[],
  listing: Omit<Listed, 'files'>,
): AsyncGenerator<WorkGroup> {
  for (const folder of folders) yield* reopen(deps, batch, folder, listing);
}

async function* reopen(
  deps: ReopenDeps,
  batch: Batch,
  record: BatchRecord,
  listing: Omit<Listed, 'files'>,
): AsyncGenerator<WorkGroup> {
  const takes = (file: SourceFile): boolean => deps.selects(file.path, isShutFolder(file));
  for await (const files of regroup(listBelow(deps.source, record), batch.plan.batchSize, takes)) {
    const shut = files.find(({ path }) => path === record.path);
    if (shut) return yield { work: [planWork(batch, { record, file: shut }, undefined)] };
    yield await fileListed(deps, batch, { ...listing, files });
  }
  const { recordId } = record;
  const reason = 'The folder can be read by now, and its files are on record.';
  yield { work: [{ record, outcome: { recordId, attempts: 0, outcome: 'skipped', reason } }] };
}

/** What a folder holds; or the folder itself, if it cannot be read. */
async function* listBelow(
  source: FileSource,
  { path: folder }: BatchRecord,
): AsyncGenerator<SourceFile[]> {
  // The folder's own path, which ends in a slash, comes after its name.
  for await (const files of source.list(folder.slice(0, -1))) {
    yield files.filter(({ path }) => path.startsWith(folder));
    if (files.some(({ path }) => !path.startsWith(folder) && isBefore(folder, path))) return;
  }
}
