import { describe, expect, it } from '@jest/globals';
import { nothingVerified, slicesOf } from '../../../core/bulk/model/verification.ts';
import type { SliceOutcomes } from '../../../core/bulk/ports.ts';
import { freshId } from '../shared/samples.ts';

const startedAt = '2030-01-01T00:00:00.000Z';

/** Contract tests of every store of what slices of verifications came to. */
export function describeSliceOutcomes(name: string, slices: SliceOutcomes): void {
  const outcome = (slice: string, checked: number) => ({
    slice,
    result: { ...nothingVerified, checked },
    problems: [`missing: ${slice}: gone`],
  });

  describe(`${name}: outcomes of slices`, () => {
    it('are none before a slice was gone over', async () => {
      expect(await slices.list(freshId('bat'), startedAt)).toEqual([]);
    });

    it('are one for each slice, the last that was put', async () => {
      const batchId = freshId('bat');
      const names = slicesOf(1);
      await Promise.all(names.map((slice) => slices.put(batchId, startedAt, outcome(slice, 1))));
      await slices.put(batchId, startedAt, outcome('a', 2));
      const listed = await slices.list(batchId, startedAt);
      expect(listed.map(({ slice }) => slice).sort()).toEqual(names);
      expect(listed.find(({ slice }) => slice === 'a')).toEqual(outcome('a', 2));
    });

    it('are those of one batch and one verification, and the whole batch is a slice', async () => {
      const [batchId, other] = [freshId('bat'), freshId('bat')];
      await slices.put(batchId, startedAt, outcome('', 1));
      await slices.put(batchId, '2030-01-02T00:00:00.000Z', outcome('', 2));
      await slices.put(other, startedAt, outcome('', 3));
      expect(await slices.list(batchId, startedAt)).toEqual([outcome('', 1)]);
    });
  });
}
