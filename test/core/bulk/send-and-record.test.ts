import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { TransferJob, TransferOutcome } from '../../../core/bulk/model/transfer.ts';
import type { Every } from '../../../core/bulk/ports.ts';
import { sendAndRecord } from '../../../core/bulk/send-and-record.ts';
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

const failed = ({ recordId }: TransferJob): TransferOutcome => ({
  recordId,
  attempts: 1,
  outcome: 'failed',
  code: 'X',
  message: 'x',
});

/** The paths of each group that is recorded; the last file ends when the promise is kept. */
const groupsWhile = async (lastFile: Promise<unknown>, every?: Every): Promise<string[][]> => {
  const groups: string[][] = [];
  async function* send(jobs: AsyncIterable<TransferJob>): AsyncGenerator<TransferOutcome> {
    const all: TransferJob[] = [];
    for await (const job of jobs) all.push(job);
    yield* all.slice(0, 2).map(failed);
    await lastFile;
    yield* all.slice(2).map(failed);
  }
  await sendAndRecord({
    work: work(),
    send,
    settle: (record) => record,
    groupSize: 100,
    ...(every && { every }),
    signal: new AbortController().signal,
    onGroup: async (records) => {
      groups.push(records.map(({ path }) => path));
      return undefined;
    },
  });
  return groups;
};

it('a file that fails keeps the id of its parts on record, so that they can be removed', async () => {
  const ended: unknown[] = [];
  await sendAndRecord({
    work: work(),
    async *send(jobs, _signal, noteUpload) {
      for await (const job of jobs) {
        await noteUpload(job.recordId, `parts of ${job.key}`);
        yield failed(job);
      }
    },
    settle: (record) => record,
    groupSize: 100,
    signal: new AbortController().signal,
    onGroup: async (records) => {
      ended.push(...records);
      return undefined;
    },
  });
  const ofParts = ['a', 'b', 'c'].map((path) => `parts of old/${path}`);
  expect(ended).toMatchObject(ofParts.map((multipartId) => ({ multipartId })));
});

describe('files that ended', () => {
  it('go on record together', async () => {
    expect(await groupsWhile(Promise.resolve())).toEqual([['a', 'b', 'c']]);
  });

  it('go on record within a second, though another file takes long', async () => {
    const lastFile = Promise.withResolvers<void>();
    let filing: () => Promise<void> = async () => undefined;
    let stopped = 0;
    const groups = groupsWhile(lastFile.promise, (seconds, task) => {
      expect(seconds).toBe(1);
      filing = task;
      return () => {
        stopped += 1;
      };
    });
    await setImmediate();
    await filing();
    lastFile.resolve();
    expect([await groups, stopped]).toEqual([[['a', 'b'], ['c']], 1]);
  });
});
