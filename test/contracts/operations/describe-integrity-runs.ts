import { describe, expect, it } from '@jest/globals';
import { StaleRecord } from '../../../core/errors.ts';
import type { IntegrityRun } from '../../../core/operations/model/integrity-run.ts';
import type { IntegrityRuns } from '../../../core/operations/ports.ts';
import { anIntegrityRun } from '../../core/builders/integrity.ts';

/** Contract tests of every record of integrity runs. */
export function describeIntegrityRuns(name: string, makeRuns: () => IntegrityRuns): void {
  describe(`${name} as IntegrityRuns`, () => {
    const runs = makeRuns();
    // Later than every run of a stage, and than those of earlier calls.
    const startedAt = (offsetMs: number): string =>
      new Date(Date.UTC(2200, 0, 1) + Date.now() + offsetMs).toISOString();

    it('lists runs as they were saved, newest first', async () => {
      const older = await runs.save(anIntegrityRun({ startedAt: startedAt(0) }));
      const newer = await runs.save(anIntegrityRun({ startedAt: startedAt(1000), part: 7 }));
      expect([older.revision, newer.revision]).toEqual([1, 1]);
      expect(await runs.list(2)).toEqual([newer, older]);
      expect(await runs.list(1)).toEqual([newer]);
    });

    it('saves over the revision that was read, and over no other', async () => {
      const first = await runs.save(anIntegrityRun({ startedAt: startedAt(2000) }));
      const { next: _next, ...finished } = first;
      const second = await runs.save(finished as IntegrityRun);
      expect(second.revision).toBe(2);
      await expect(runs.save(first)).rejects.toBeInstanceOf(StaleRecord);
      await expect(runs.save({ ...first, revision: 0 })).rejects.toBeInstanceOf(StaleRecord);
      expect(await runs.list(1)).toEqual([second]);
    });
  });
}
