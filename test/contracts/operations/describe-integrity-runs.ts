import { describe, expect, it } from '@jest/globals';
import { StaleRecord } from '../../../core/errors.ts';
import type { IntegrityRun } from '../../../core/operations/model/integrity-run.ts';
import type { IntegrityRuns } from '../../../core/operations/ports.ts';
import { daysAfter } from '../../../core/shared/model/later.ts';
import { anIntegrityRun } from '../../core/builders/integrity.ts';

/** Contract tests of every record of integrity runs. */
export function describeIntegrityRuns(name: string, makeRuns: () => IntegrityRuns): void {
  describe(`${name} as IntegrityRuns`, () => {
    const runs = makeRuns();
    // In the week after all others, later than runs of the stage and of earlier calls.
    const nextRun = async (changes: Partial<IntegrityRun> = {}): Promise<IntegrityRun> => {
      const [last] = await runs.list(1);
      const startedAt = daysAfter(last?.startedAt ?? '2200-01-06T00:00:00.000Z', 7).toISOString();
      return anIntegrityRun({ startedAt, ...changes });
    };

    it('lists runs as they were saved, newest first', async () => {
      const older = await runs.save(await nextRun());
      const newer = await runs.save(await nextRun({ part: 7 }));
      expect([older.revision, newer.revision]).toEqual([1, 1]);
      expect(await runs.list(2)).toEqual([newer, older]);
      expect(await runs.list(1)).toEqual([newer]);
    });

    it('saves over the revision that was read, and over no other', async () => {
      const first = await runs.save(await nextRun());
      const { next: _next, ...finished } = first;
      const second = await runs.save(finished as IntegrityRun);
      expect(second.revision).toBe(2);
      await expect(runs.save(first)).rejects.toBeInstanceOf(StaleRecord);
      await expect(runs.save({ ...first, revision: 0 })).rejects.toBeInstanceOf(StaleRecord);
      expect(await runs.list(1)).toEqual([second]);
    });

    it('refuses a second run of a week', async () => {
      const run = await nextRun();
      const first = await runs.save(run);
      const second = { ...run, startedAt: daysAfter(run.startedAt, 0.1).toISOString() };
      await expect(runs.save(second)).rejects.toBeInstanceOf(StaleRecord);
      expect(await runs.list(1)).toEqual([first]);
    });
  });
}
