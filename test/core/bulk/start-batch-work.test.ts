import { describe, expect, it } from '@jest/globals';
import { beginMap } from '../../../core/bulk/map-execution.ts';
import type { BatchPlan } from '../../../core/bulk/model/batch.ts';
import {
  requestRollback,
  requestVerification,
  startBatch,
} from '../../../core/bulk/start-batch-work.ts';
import { cancelBatch } from '../../../core/bulk/steer-batch.ts';
import { sampleBatch } from '../../contracts/bulk/batch-samples.ts';
import { MemoryBatches } from '../../fakes/bulk/memory-batches.ts';
import { MemoryBulkRuns } from '../../fakes/bulk/memory-bulk-runs.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';
import { inStage } from '../builders/stage-plan.ts';

const aBatch = async (changes: Parameters<typeof sampleBatch>[0] = {}) => {
  const clock = new FixedClock();
  const batches = new MemoryBatches(clock);
  const batch = sampleBatch({ plan: inStage(), status: 'paused', ...changes });
  await batches.create(batch);
  return {
    clock,
    batches,
    runs: new MemoryBulkRuns(),
    batchId: batch.batchId,
    filesBucket: 'files',
    sourceBuckets: ['old'],
  };
};

type World = Awaited<ReturnType<typeof aBatch>>;

const requests: readonly [string, (world: World) => Promise<unknown>][] = [
  ['start', (world) => startBatch(world, world.batchId)],
  ['verify', (world) => requestVerification(world, world.batchId)],
  ['rollback', (world) => requestRollback(world, world.batchId, { apply: true })],
];

it('refuses a rollback with a field that it does not know: nothing starts', async () => {
  const world = await aBatch();
  const asked = requestRollback(world, world.batchId, { apply: true, morethanhalf: true });
  await expect(asked).rejects.toThrow('morethanhalf: is no field here');
  expect(world.runs.started).toEqual([]);
});

const runIds = ({ runs }: World): string[] => runs.started.map(({ runId }) => runId);

describe.each(requests)('a request to %s', (_what, ask) => {
  it('is one run while that run lasts, however often it comes', async () => {
    const world = await aBatch();
    await ask(world);
    await ask(world);
    expect(world.runs.started).toHaveLength(1);
  });

  it('is a run again after one that ended and left the batch as it was', async () => {
    const world = await aBatch();
    await ask(world);
    for (const runId of runIds(world)) world.runs.end(runId);
    await ask(world);
    expect(new Set(runIds(world)).size).toBe(2);
  });

  it('is one run again, however many ask at once', async () => {
    const world = await aBatch();
    await ask(world);
    for (const runId of runIds(world)) world.runs.end(runId);
    await Promise.all([ask(world), ask(world), ask(world)]);
    expect(world.runs.started).toHaveLength(2);
  });
});

describe('a second click on start', () => {
  it('is the run of the first one, also after that run took the batch', async () => {
    const world = await aBatch({ status: 'pending' });
    await startBatch(world, world.batchId);
    const [runId = ''] = runIds(world);
    await beginMap(world, world.batchId, runId);
    await startBatch(world, world.batchId);
    expect(runIds(world)).toEqual([runId]);
  });

  it('finds the batch running: a pause or a cancel after it stands', async () => {
    const world = await aBatch({ status: 'pending' });
    expect(await startBatch(world, world.batchId)).toMatchObject({ status: 'running' });
    await cancelBatch(world, world.batchId, 'ada');
    const [runId = ''] = runIds(world);
    await expect(beginMap(world, world.batchId, runId)).rejects.toThrow('cancelled by ada');
  });
});

const { target } = inStage();
const fromDisk = inStage({
  source: { kind: 'directory', description: './photos', options: { root: '/photos' } },
});
const s3From = (options: { bucket: string; endpoint?: string; file?: string }) =>
  inStage({
    source: { kind: 's3', description: 's3://theirs', options: { prefix: '', ...options } },
  });

const plans: readonly [string, BatchPlan, readonly string[]][] = [
  [
    'keeps files in another bucket',
    inStage({ target: { ...target, bucket: 'archive' } }),
    ['start', 'verify', 'rollback'],
  ],
  [
    'keeps files at another endpoint',
    inStage({ target: { ...target, endpoint: 'https://r2.example' } }),
    ['start', 'verify', 'rollback'],
  ],
  ['registers files all at once', inStage({ atomic: true }), ['start']],
  ['reads a disk', fromDisk, ['start', 'rollback']],
  [
    'reads another endpoint',
    s3From({ bucket: 'old', endpoint: 'https://r2.example' }),
    ['start', 'rollback'],
  ],
  ['reads a bucket the stage may not read', s3From({ bucket: 'theirs' }), ['start', 'rollback']],
  ['takes one object', s3From({ bucket: 'old', file: 'a.jpg' }), ['start']],
  ['takes the files of a list', inStage({ filesFrom: { file: '/l', sha256: '' } }), ['start']],
];

describe.each(plans)('a batch of the command line that %s', (_what, plan, refused) => {
  it.each(requests)('and a request to %s', async (task, ask) => {
    const world = await aBatch({ plan });
    if (!refused.includes(task)) return void (await ask(world));
    const named = {
      name: 'BatchRefused',
      message: expect.stringMatching(
        /which only the command line can: keepsake (resume|verify|rollback) bat_/,
      ),
    };
    await expect(ask(world)).rejects.toMatchObject(named);
    expect(world.runs.started).toEqual([]);
  });
});

describe('a request to roll back', () => {
  it('is another run for each consent', async () => {
    const world = await aBatch();
    const consents = [
      {},
      { apply: true },
      { moreThanHalf: true },
      { apply: true, moreThanHalf: true },
    ];
    for (const consent of consents) await requestRollback(world, world.batchId, consent);
    expect(world.runs.started).toMatchObject(consents);
    expect(new Set(runIds(world)).size).toBe(consents.length);
  });

  it('names a run as Step Functions allows', async () => {
    const world = await aBatch({ batchId: `bat_${'a'.repeat(32)}`, revision: 1_000_000 });
    await requestRollback(world, world.batchId, { apply: true, moreThanHalf: true });
    expect(runIds(world)[0]).toMatch(/^[\w-]{1,80}$/);
  });
});
