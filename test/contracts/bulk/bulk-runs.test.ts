import { MemoryBulkRuns } from '../../fakes/bulk/memory-bulk-runs.ts';
import { describeBulkRuns } from './describe-bulk-runs.ts';

describeBulkRuns('MemoryBulkRuns', async () => {
  const runs = new MemoryBulkRuns();
  return { runs, end: async (runId) => runs.end(runId) };
});
