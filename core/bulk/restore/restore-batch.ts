import { readBatch } from '../change-batch.ts';
import { isArrived } from '../model/batch-record.ts';
import type { Batches } from '../ports.ts';
import {
  type RestoreDeps,
  type Restored,
  type RestoreOptions,
  restoreFiles,
  type WantedFile,
} from './restore-files.ts';

/**
 * Writes the files of a batch into a folder, under their old paths. Throws `NotFound`, and as
 * `restoreFiles` does.
 */
export const restoreBatch = async (
  { batches, ...deps }: RestoreDeps & { batches: Batches },
  batchId: string,
  options: RestoreOptions,
): Promise<Restored> => {
  await readBatch({ batches }, batchId);
  return restoreFiles(deps, listArrived(batches, batchId), options);
};

async function* listArrived(batches: Batches, batchId: string): AsyncGenerator<WantedFile> {
  for (const status of ['transferred', 'skipped'] as const)
    for await (const record of batches.records(batchId, status))
      if (isArrived(record)) yield record;
}
