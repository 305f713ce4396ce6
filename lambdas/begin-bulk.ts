import { beginMap } from '../core/use-cases/begin-map.ts';
import { bulkHandler } from './shared/bulk/bulk-handler.ts';
import { batches, clock } from './shared/wiring.ts';

const deps = { batches: batches(), clock: clock() };

/** Begin the batch. */
export const handler = bulkHandler(({ batchId, execution = '' }: { batchId: string; execution?: string }) =>
  beginMap(deps, batchId, execution),
);
