import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, describe, expect, it } from '@jest/globals';
import { SqliteBatches } from '../../../adapters/bulk/journal/sqlite-batches.ts';
import { SqliteJournal } from '../../../adapters/bulk/journal/sqlite-journal.ts';
import type {
  SourceFile,
  TransferJob,
  TransferOutcome,
} from '../../../core/bulk/model/transfer.ts';
import type { FileSource, Transfers } from '../../../core/bulk/ports.ts';
import { reportBatch } from '../../../core/bulk/report-batch.ts';
import { runBatch } from '../../../core/bulk/run-batch.ts';
import { aMigration, batchId, planned } from '../builders/migration.ts';

/** `KEEPSAKE_FLAT_FILES=1000000` looks at a million. */
const files = Number(process.env.KEEPSAKE_FLAT_FILES ?? 50_000);

/** How often it is looked: collecting garbage takes a while. */
const stride = Math.ceil(files / 10);

const folder = mkdtempSync(path.join(tmpdir(), 'keepsake-flat-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fileAt = (index: number): SourceFile => {
  const name = `folder-${String(Math.floor(index / 1000)).padStart(6, '0')}/photo-${String(index).padStart(9, '0')}.jpg`;
  return {
    path: name,
    location: { kind: 'file', path: name },
    sizeBytes: 1000,
    modifiedAt: '2020-01-01T00:00:00.000Z',
  };
};

/** As many files as one likes; none is held. */
const endless = (count: number): FileSource => ({
  kind: 'directory',
  description: './endless',
  async *list(after?: string) {
    for (let index = 0; index < count; index += 1) {
      const file = fileAt(index);
      if (after === undefined || file.path > after) yield [file];
    }
  },
  stat: async (file) => fileAt(Number(/(\d+)\.jpg$/.exec(file)?.[1])),
  close: async () => undefined,
});

/** An engine that answers at once. */
const instant = (fails: (job: TransferJob) => boolean): Transfers => {
  async function* each(
    jobs: AsyncIterable<TransferJob> | Iterable<TransferJob>,
    signal?: AbortSignal,
  ): AsyncGenerator<TransferOutcome> {
    for await (const job of jobs) {
      if (signal?.aborted) return;
      const one = { recordId: job.recordId, attempts: 1 };
      if (fails(job)) yield { ...one, outcome: 'failed', code: 'SlowDown', message: 'Not now.' };
      else
        yield {
          ...one,
          outcome: 'transferred',
          created: true,
          sizeBytes: 1000,
          sha256: 'x'.repeat(44),
        };
    }
  }
  return {
    send: each,
    hash: each,
    progress: { files: 0, bytes: 0, inFlight: 0, concurrency: 1, throttled: 0 },
    close: async () => undefined,
  };
};

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Memory still held, in megabytes. */
const heldMb = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed / 2 ** 20;
};

/** The most that was held while something happened. */
const watched = async <Answer>(
  work: (look: () => void) => Promise<Answer>,
): Promise<{ answer: Answer; peakMb: number }> => {
  let peak = 0;
  const look = (): void => {
    peak = Math.max(peak, heldMb());
  };
  const answer = await work(look);
  return { answer, peakMb: peak };
};

describe(`a batch of ${files} files in a journal on disk`, () => {
  it('is listed, run, resumed and reported in flat memory', async () => {
    const journal = new SqliteJournal(path.join(folder, 'batches.db'));
    const world = aMigration({});
    const deps = {
      ...world,
      batches: new SqliteBatches(journal, world.clock),
      source: endless(files),
    };
    await planned({ ...world, batches: deps.batches as never });
    const signal = new AbortController().signal;
    let seen = 0;
    const before = heldMb();
    const run = (fails: (job: TransferJob) => boolean) =>
      watched((look) =>
        runBatch(
          { ...deps, transfers: instant(fails), onRecord: () => ++seen % stride === 0 && look() },
          batchId,
          { signal },
        ),
      );
    const first = await run(({ recordId }) => recordId.startsWith('0'));
    const second = await run(() => false);
    expect([first.answer.status, second.answer.status]).toEqual([
      'completed_with_errors',
      'completed',
    ]);
    expect((await deps.batches.counts(batchId)).transferred).toEqual({
      files,
      bytes: files * 1000,
    });
    const report = await watched(async (look) => {
      let lines = 0;
      for await (const text of reportBatch(deps, batchId, 'csv')) {
        lines += text.split('\n').length - 1;
        if (lines % stride === 0) look();
      }
      return lines;
    });
    expect(report.answer).toBe(files + 1);
    expect(Math.max(first.peakMb, second.peakMb, report.peakMb) - before).toBeLessThan(10);
    journal.close();
  });
});
