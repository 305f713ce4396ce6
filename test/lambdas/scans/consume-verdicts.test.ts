import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Verdict } from '../../../core/scans/model/scan.ts';
import { consumeVerdicts } from '../../../lambdas/scans/consume-verdicts.ts';
import { observed } from '../../../lambdas/shared/observed.ts';
import { gatedWorld, passing, record, refusing, waiting } from '../../core/scans/scanned.ts';
import { context } from '../lambda-context.ts';
import { catchLogs } from '../log-lines.ts';

let lines: ReturnType<typeof catchLogs>;
beforeEach(() => {
  lines = catchLogs();
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** How often a figure was counted while these verdicts came in for one waiting file. */
const countedFor = async (
  name: string,
  scan: typeof passing | typeof refusing,
  ...findings: Pick<Verdict, 'result' | 'failed'>[]
) => {
  const world = gatedWorld(scan);
  const place = await waiting(world);
  await observed(async () => {
    for (const finding of findings)
      await consumeVerdicts(world)({
        'detail-type': 'ScanFinished',
        detail: { ...place, ...finding },
      });
  })({}, context);
  const counts = lines.map((line) => line[name]).filter((times) => times !== undefined);
  return { counts, upload: await record(world) };
};

describe('a scanner that fails', () => {
  it.each([
    [passing, 'uploaded'],
    [refusing, 'quarantined'],
  ] as const)('is counted as a missing scan at once: %o', async (scan, status) => {
    const failed = { result: 'unscannable', failed: true } as const;
    const { counts, upload } = await countedFor('ScansMissing', scan, failed, failed);
    expect(counts).toEqual([1]);
    expect(upload).toMatchObject({ status, scan: { result: 'unscannable' } });
  });

  it('is not counted for a file that no scanner can scan', async () => {
    const { counts } = await countedFor('ScansMissing', passing, { result: 'unscannable' });
    expect(counts).toEqual([]);
  });

  it('is not counted where another scan has found the file clean', async () => {
    const { counts, upload } = await countedFor(
      'ScansMissing',
      passing,
      { result: 'clean' },
      { result: 'unscannable', failed: true },
    );
    expect(counts).toEqual([]);
    expect(upload).toMatchObject({ status: 'uploaded', scan: { result: 'clean' } });
  });
});
