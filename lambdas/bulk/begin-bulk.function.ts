import { beginMap } from '../../core/bulk/begin-map.ts';
import { batches } from '../shared/batch-wiring.ts';
import { clock } from '../shared/wiring.ts';
import { bulkHandler } from './bulk-handler.ts';

const deps = { batches: batches(), clock: clock() };

/** Begin the batch. */
export const handler = bulkHandler(
  ({ batchId, execution }: { batchId: string; execution: string }) =>
    beginMap(deps, batchId, execution),
);
