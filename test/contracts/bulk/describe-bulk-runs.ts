import { describe, expect, it } from '@jest/globals';
import type { BulkRuns } from '../../../core/bulk/ports.ts';
import { freshId } from '../shared/samples.ts';

type Subject = {
  runs: BulkRuns /** Ends an execution from outside. */;
  end(runId: string): Promise<void>;
};

/** Contract tests of every runner of work on batches. */
export function describeBulkRuns(name: string, makeSubject: () => Promise<Subject>): void {
  describe(`${name} as BulkRuns`, () => {
    const newRun = () => {
      const batchId = freshId('bat');
      return { runId: `${batchId}-verify-1`, batchId, task: 'verify' as const };
    };

    it('starts a run; starting it again while it lasts is no second one', async () => {
      const { runs } = await makeSubject();
      const run = newRun();
      expect([await runs.start(run), await runs.start(run)]).toEqual([true, true]);
    });

    it('says that nothing was started once the run is over', async () => {
      const { runs, end } = await makeSubject();
      const run = newRun();
      await runs.start(run);
      await end(run.runId);
      expect(await runs.start(run)).toBe(false);
    });
  });
}
