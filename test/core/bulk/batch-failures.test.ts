import { beforeEach, describe, expect, it } from '@jest/globals';
import { createBatch } from '../../../core/bulk/create-batch.ts';
import { batchFailures, listBatches } from '../../../core/bulk/list-batches.ts';
import type { BatchRecord } from '../../../core/bulk/model/batch.ts';
import { MemoryBatches } from '../../fakes/bulk/memory-batches.ts';
import { inStage } from '../builders/stage-plan.ts';
import { aWorld, errorOf } from '../builders/world.ts';

const aRegistry = async () => {
  const world = aWorld();
  const deps = { ...world, batches: new MemoryBatches(world.clock) };
  for (const batchId of ['bat_1', 'bat_2']) {
    const plan = inStage();
    await createBatch(deps, { batchId, plan, dryRun: false, createdBy: 'usr_admin', shards: 1 });
  }
  return deps;
};

let deps: Awaited<ReturnType<typeof aRegistry>>;
beforeEach(async () => {
  deps = await aRegistry();
});

const failed = (recordId: string, code: string): BatchRecord => ({
  batchId: 'bat_1',
  recordId,
  path: `old/${recordId}.jpg`,
  key: `photos/${recordId}`,
  status: 'failed',
  contentType: 'image/jpeg',
  attempts: 1,
  failure: { code, message: `${code} of ${recordId}` },
  updatedAt: '2030-01-01T00:00:00.000Z',
});

describe('the failures of a batch', () => {
  it('are counted by their code, most frequent first, each with an example', async () => {
    const lease = await deps.batches.lease('bat_1', 'ada', 60);
    const records = [failed('a', 'gone'), failed('b', 'too_large'), failed('c', 'too_large')];
    if (lease) await deps.batches.add('bat_1', records, lease);
    const { failures, more } = await batchFailures(deps, 'bat_1');
    expect(more).toBe(false);
    expect(failures).toEqual([
      {
        code: 'too_large',
        files: 2,
        example: { recordId: 'b', path: 'old/b.jpg', message: 'too_large of b' },
      },
      {
        code: 'gone',
        files: 1,
        example: { recordId: 'a', path: 'old/a.jpg', message: 'gone of a' },
      },
    ]);
  });

  it.each(['bat_9', 'upl_1', ''])('of %j are not found', async (batchId) => {
    expect(await errorOf(batchFailures(deps, batchId))).toMatchObject({ name: 'NotFound' });
  });
});

describe('batches by status', () => {
  it('are those in that status', async () => {
    const ids = async (status: string) =>
      (await listBatches(deps, { status })).batches.map(({ batchId }) => batchId);
    expect((await ids('pending')).sort()).toEqual(['bat_1', 'bat_2']);
    expect(await ids('running')).toEqual([]);
  });

  it('are refused for a status that is none, and for the cursor of another status', async () => {
    expect(await errorOf(listBatches(deps, { status: 'lost' }))).toMatchObject({
      issues: [{ field: 'status' }],
    });
    const { cursor } = await listBatches(deps, { limit: '1' });
    const other = { status: 'pending', limit: '1', cursor };
    expect(await errorOf(listBatches(deps, other))).toMatchObject({
      issues: [{ field: 'cursor' }],
    });
  });
});
