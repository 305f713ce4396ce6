import { describe, expect, it } from '@jest/globals';
import type { TransferJob } from '../../../../core/bulk/model/transfer.ts';
import { rollbackBatch } from '../../../../core/bulk/rollback/rollback-batch.ts';
import { samplePlan } from '../../../contracts/bulk/batch-samples.ts';
import { Killed } from '../../../fakes/bulk/memory-transfers.ts';
import {
  aMigration,
  batchId,
  type Migration,
  planned,
  recordsOf,
  run,
} from '../../builders/migration.ts';

const idOf = ({ key }: Pick<TransferJob, 'key'>): string => `upload of ${key}`;

/** The process is killed while it sends the parts of `b.mp4`. */
const killed = async (): Promise<Migration> => {
  const world = aMigration({ 'a.jpg': 'A', 'b.mp4': 'B' });
  await planned(world, samplePlan({ batchSize: 1 }));
  world.transfers.inParts = (job) => (job.key.endsWith('.mp4') ? idOf(job) : undefined);
  world.transfers.before = ({ key }) => {
    if (key === 'old/b.mp4') throw new Killed();
    return undefined;
  };
  await run(world).catch(() => undefined);
  world.transfers.before = () => undefined;
  return world;
};

const back = (world: Migration, apply = true) =>
  rollbackBatch(world, batchId, {
    apply,
    moreThanHalf: true,
    signal: new AbortController().signal,
  });

const multipartIds = async (world: Migration) =>
  (await recordsOf(world)).map(({ path, multipartId }) => [path, multipartId]);

describe('an upload in parts', () => {
  it('is on record while it is unfinished', async () => {
    expect(await multipartIds(await killed())).toEqual([
      ['a.jpg', undefined],
      ['b.mp4', 'upload of old/b.mp4'],
    ]);
  });

  it('is gone on with by a resume, and no longer on record once the file is there', async () => {
    const world = await killed();
    const resumed: (string | undefined)[] = [];
    world.transfers.before = ({ multipartId }) => {
      resumed.push(multipartId);
      return undefined;
    };
    expect((await run(world)).status).toBe('completed');
    expect(resumed).toEqual([undefined, 'upload of old/b.mp4']);
    expect((await multipartIds(world)).map(([, multipartId]) => multipartId)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('stays on record when its file failed', async () => {
    const world = await killed();
    world.transfers.before = ({ key }) =>
      key === 'old/b.mp4' ? { code: 'ECONNRESET', message: 'The connection broke.' } : undefined;
    await run(world);
    expect(await recordsOf(world, 'failed')).toMatchObject([
      { multipartId: 'upload of old/b.mp4' },
    ]);
  });
});

describe('a rollback after an upload in parts was interrupted', () => {
  it('throws its parts away, says so, and looks for no others', async () => {
    const world = await killed();
    expect(await back(world)).toEqual({
      removed: 1,
      kept: 0,
      unfinished: 1,
      status: 'rolled_back',
    });
    expect(world.destination.aborted).toEqual(['old/b.mp4 upload of old/b.mp4']);
    expect((await multipartIds(world)).map(([, multipartId]) => multipartId)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('only looks without consent', async () => {
    const world = await killed();
    expect(await back(world, false)).toMatchObject({ unfinished: 1 });
    expect(world.destination.aborted).toEqual([]);
    expect(await multipartIds(world)).toContainEqual(['b.mp4', 'upload of old/b.mp4']);
  });
});
