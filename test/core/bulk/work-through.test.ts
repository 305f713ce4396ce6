import { describe, expect, it } from '@jest/globals';
import type { TransferJob, TransferOutcome } from '../../../core/bulk/model/transfer.ts';
import { workThrough } from '../../../core/bulk/work-through.ts';
import { sampleBatch, sampleRecord } from '../../contracts/bulk/batch-samples.ts';

const batch = sampleBatch();

async function* work() {
  for (const path of ['a', 'b', 'c']) {
    const record = sampleRecord(batch, path);
    const { recordId, key } = record;
    const job = { recordId, key } as unknown as TransferJob;
    yield { work: [{ record, job }] };
  }
}

async function* send(jobs: AsyncIterable<TransferJob>): AsyncGenerator<TransferOutcome> {
  for await (const { recordId } of jobs)
    yield { recordId, attempts: 1, outcome: 'failed', code: 'X', message: 'x' };
}

/** The paths of each group that goes on file, by a clock that shows these times in turn. */
const groupsBy = async (times: number[]): Promise<string[][]> => {
  const groups: string[][] = [];
  await workThrough({
    work: work(),
    send,
    settle: (record) => record,
    groupSize: 100,
    now: () => (times.length > 1 ? times.shift() : times[0]) ?? 0,
    signal: new AbortController().signal,
    onGroup: async (records) => {
      groups.push(records.map(({ path }) => path));
      return undefined;
    },
  });
  return groups;
};

describe('files that ended', () => {
  it('go on record together', async () => {
    expect(await groupsBy([0])).toEqual([['a', 'b', 'c']]);
  });

  it('do not wait for the others for more than a second', async () => {
    expect(await groupsBy([0, 1_000])).toEqual([['a'], ['b', 'c']]);
  });

  it('do not wait until a clock that was set back has caught up', async () => {
    expect(await groupsBy([0, -3_600_000])).toEqual([['a'], ['b', 'c']]);
  });
});
