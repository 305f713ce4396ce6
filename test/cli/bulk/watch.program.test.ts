import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SystemClock } from '../../../adapters/aws/system-clock.ts';
import { SqliteBatches } from '../../../adapters/bulk/journal/sqlite-batches.ts';
import { SqliteJournal } from '../../../adapters/bulk/journal/sqlite-journal.ts';
import { holderName } from '../../../cli/bulk/holder.ts';
import { RunnerWatch } from '../../../cli/bulk/runner-watch.ts';
import type { Batch } from '../../../core/bulk/model/batch.ts';
import { sampleBatch, samplePlan } from '../../contracts/bulk/batch-samples.ts';
import { Workplace } from '../run-keepsake.ts';

const workplace = new Workplace();
afterAll(() => workplace.remove());

/** As of a process of this machine that has ended. */
const deadHolder = (): string => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  return holderName().replace(`pid ${process.pid}`, `pid ${pid}`);
};

const inJournal = async (
  work: (batches: SqliteBatches, journal: SqliteJournal) => Promise<unknown>,
  name = 'batches.db',
): Promise<void> => {
  const journal = new SqliteJournal(path.join(workplace.folder, name));
  await work(new SqliteBatches(journal, new SystemClock()), journal);
  journal.close();
};

describe.each([
  ['running', 'resume bat_running'],
  ['rolling_back', 'rollback bat_rolling_back --apply'],
] as const)('keepsake status <batch> --watch, %s, and its runner was killed', (status, goOn) => {
  const batchId = `bat_${status}`;
  beforeAll(() =>
    inJournal(async (batches) => {
      await batches.create(sampleBatch({ batchId, status }));
      await batches.lease(batchId, deadHolder(), 3_600);
    }),
  );

  it('ends, and says how to go on', async () => {
    const { code, stderr } = await workplace.run(`status ${batchId} --watch --journal batches.db`);
    expect([code, stderr]).toEqual([
      3,
      `Nobody works on batch ${batchId}: its runner ended without a word. ` +
        `Go on with: keepsake ${goOn} --journal batches.db\n`,
    ]);
  });

  it('--watch-all ends as well', async () => {
    expect(await workplace.run('status --watch-all --journal batches.db')).toMatchObject({
      code: 0,
    });
  });
});

describe('keepsake status --watch-all beside a batch that cannot be read', () => {
  it('watches the others to their end, and names it then', async () => {
    const batchId = 'bat_moving';
    const spoilt = "UPDATE batches SET body = '{}' WHERE batch_id = 'bat_lost'";
    await inJournal(async (batches, journal) => {
      for (const id of [batchId, 'bat_lost'])
        await batches.create(sampleBatch({ batchId: id, status: 'running' }));
      await batches.lease(batchId, 'cli ada@elsewhere/1 pid 1 00', 3_600);
      journal.prepared(spoilt).run();
    }, 'lost.db');
    const { child, ended } = workplace.start(['status', '--watch-all', '--journal', 'lost.db']);
    await Promise.race([once(child.stdout as Readable, 'data'), ended]);
    await inJournal(async (batches) => {
      const batch = await batches.find(batchId);
      if (batch) await batches.save({ ...batch, status: 'completed' });
    }, 'lost.db');
    expect(await ended).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/bat_moving .*running.*\nbat_moving .*completed/),
      stderr: expect.stringContaining('batch bat_lost'),
    });
  });
});

describe('a batch that is watched', () => {
  const at = Date.parse('2030-01-01T00:00:00.000Z');
  const lease = (seconds: number): NonNullable<Batch['lease']> => ({
    holder: 'cli ada@elsewhere/1 pid 1 00',
    fence: 1,
    expiresAt: new Date(at + seconds * 1_000).toISOString(),
  });
  const unleased = (status: Batch['status']) => ({ batchId: 'bat_1', status });

  it.each([
    ['running', lease(10), 'moving'],
    ['running', lease(-10), 'abandoned'],
    ['pending', lease(10), 'moving'],
    ['pending', lease(-10), 'still'],
    ['completed', lease(10), 'still'],
  ] as const)('%s with the lease %j is %s', (status, held, movement) => {
    expect(new RunnerWatch(() => at).movementOf({ ...unleased(status), lease: held })).toBe(
      movement,
    );
  });

  it('may be held by nobody for a moment', () => {
    let now = at;
    const watched = new RunnerWatch(() => now);
    expect(watched.movementOf(unleased('rolling_back'))).toBe('moving');
    now += 29_000;
    expect(watched.movementOf(unleased('rolling_back'))).toBe('moving');
    now += 2_000;
    expect(watched.movementOf(unleased('rolling_back'))).toBe('abandoned');
  });
});

describe('keepsake resume <batch>, while somebody else runs it', () => {
  it('says who has it, and asks the storage nothing', async () => {
    const target = { bucket: 'b', prefix: '', endpoint: 'http://127.0.0.1:1' };
    await inJournal(async (batches) => {
      const plan = samplePlan({ target });
      await batches.create(sampleBatch({ batchId: 'bat_held', status: 'running', plan }));
      await batches.lease('bat_held', 'cli ada@elsewhere/1 pid 1 00', 3_600);
    });
    const { code, stderr } = await workplace.run('resume bat_held --journal batches.db');
    expect([code, stderr]).toEqual([
      4,
      expect.stringMatching(/bat_held is busy: cli ada@elsewhere\S* pid 1 00 works on it until/),
    ]);
  });
});

describe('keepsake resume <batch that was rolled back>', () => {
  it('is refused, and asks the storage nothing', async () => {
    await inJournal((batches) =>
      batches.create(sampleBatch({ batchId: 'bat_gone', status: 'rolled_back' })),
    );
    expect(await workplace.run('resume bat_gone --journal batches.db')).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/bat_gone is rolled back; it cannot be run/),
    });
  });
});
