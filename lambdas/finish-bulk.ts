import { finishMap } from '../core/use-cases/begin-map.ts';
import { bulkHandler } from './shared/bulk/bulk-handler.ts';
import { batches, clock } from './shared/wiring.ts';

const deps = { batches: batches(), clock: clock() };

type Input = { batchId: string; begun?: { fence: number }; error?: { Error: string } };

/** Finish the batch, or fail it with what the Map ended with. */
export const handler = bulkHandler(async ({ batchId, begun, error }: Input) => {
  const stop = error && { status: 'failed' as const, reason: `the workflow ended with ${error.Error}; resume it` };
  const { status } = await finishMap(deps, batchId, { fence: begun?.fence, ...(stop && { stop }) });
  return { status };
});
