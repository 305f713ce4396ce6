import {
  type RollbackOptions,
  rollbackBatch,
} from '../../../../core/bulk/rollback/rollback-batch.ts';
import { batchId, type Migration } from '../../builders/migration.ts';

export const back = (world: Migration, changes: Partial<RollbackOptions> = {}) =>
  rollbackBatch(world, batchId, {
    apply: true,
    moreThanHalf: true,
    signal: new AbortController().signal,
    ...changes,
  });
