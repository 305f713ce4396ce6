import { describe, expect, it } from '@jest/globals';
import { turnHolder, workOnBatch } from '../../../core/bulk/work-on-batch.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import { aMigration, batchId, type Migration, planned, run } from '../builders/migration.ts';

const migrated = async (): Promise<Migration> => {
  const world = aMigration({ 'a.jpg': 'A', 'b.jpg': 'B' });
  await planned(world);
  await run(world);
  return world;
};

const noneFound = {
  ...{ checked: 0, bytes: 0, objects: 0, missing: 0 },
  ...{ changed: 0, unreferenced: 0, unregistered: 0 },
};

const never = new AbortController().signal;
const rollback = { batchId, task: 'rollback', apply: true } as const;
const lastTaskOf = async (world: Migration) => (await world.batches.find(batchId))?.lastTask;

describe('a task the API asked for', () => {
  it('puts its result on record', async () => {
    const world = await migrated();
    expect(await workOnBatch(world, { ...rollback, moreThanHalf: true }, never)).toEqual({
      done: true,
    });
    expect(await lastTaskOf(world)).toMatchObject({
      task: 'rollback',
      result: { removed: 2 },
      finishedAt: expect.any(String),
    });
  });

  it('puts a refusal on record and is done: asking again cannot help', async () => {
    const world = await migrated();
    const { revision = 0 } = (await world.batches.find(batchId)) ?? {};
    expect(await workOnBatch(world, rollback, never)).toEqual({ done: true });
    const task = await lastTaskOf(world);
    expect(task).toMatchObject({
      problems: [expect.stringMatching(/made 2 of the 2 objects/)],
      finishedAt: expect.any(String),
    });
    expect(task).not.toHaveProperty('result');
    expect((await world.batches.find(batchId))?.revision).toBeGreaterThan(revision);
  });

  it('is done with a refusal even when its time is up', async () => {
    const world = await migrated();
    expect(await workOnBatch(world, rollback, AbortSignal.abort())).toEqual({ done: true });
  });

  it('puts on record who works on the batch', async () => {
    const world = await migrated();
    await world.batches.lease(batchId, 'cli bob', 60);
    expect(await workOnBatch(world, rollback, never)).toEqual({ done: true });
    expect(await lastTaskOf(world)).toMatchObject({
      problems: [expect.stringMatching(/cli bob works on it until/)],
    });
  });

  it('verifies in turns, each after the last file of the one before', async () => {
    const world = await migrated();
    const errand = { batchId, task: 'verify' } as const;
    const late = new AbortController();
    const cut = {
      ...world,
      batches: faulty(world.batches, (operation) => {
        if (operation === 'recordsOf' || operation === 'find') late.abort();
        return undefined;
      }),
    };
    const first = await workOnBatch(cut, errand, late.signal);
    expect(first).toMatchObject({ done: false, left: { place: { list: 'records' } } });
    expect(await lastTaskOf(world)).not.toHaveProperty('finishedAt');
    expect(await workOnBatch(world, { ...errand, turn: first }, never)).toEqual({ done: true });
    expect(await lastTaskOf(world)).toMatchObject({
      result: { checked: 2, objects: 2, missing: 0 },
      finishedAt: expect.any(String),
    });
  });

  it('goes on with the objects once it went over the records', async () => {
    const world = await migrated();
    const left = { place: { list: 'objects', after: 'old/a.jpg' } as const, startedAt: 'then' };
    const result = { ...noneFound, checked: 2, objects: 1 };
    const turn = { done: false, left: { ...left, result, problems: ['missing: x'] } };
    await workOnBatch(world, { batchId, task: 'verify', turn }, never);
    expect(await lastTaskOf(world)).toMatchObject({
      startedAt: 'then',
      result: { checked: 2, objects: 2 },
      problems: ['missing: x'],
    });
  });

  it('reads no file whose SHA-256 storage keeps', async () => {
    const world = await migrated();
    const read: string[] = [];
    const destination = {
      head: (key: string, versionId?: string) => world.destination.head(key, versionId),
      list: (after?: string) => world.destination.list(after),
      sha256: async (key: string) => {
        read.push(key);
        return '';
      },
    };
    await workOnBatch({ ...world, destination } as never, { batchId, task: 'verify' }, never);
    expect(read).toEqual([]);
    expect(await lastTaskOf(world)).toMatchObject({ result: { checked: 2, changed: 0 } });
  });

  it('reads those of which storage keeps none', async () => {
    const world = await migrated();
    const destination = {
      head: async (key: string, versionId?: string) => {
        const { sha256: _unkept, ...facts } = (await world.destination.head(key, versionId)) ?? {};
        return facts;
      },
      list: (after?: string) => world.destination.list(after),
      sha256: async () => 'of other bytes',
    };
    await workOnBatch({ ...world, destination } as never, { batchId, task: 'verify' }, never);
    expect(await lastTaskOf(world)).toMatchObject({ result: { checked: 2, changed: 2 } });
  });

  it('waits for the lease of a turn that died', async () => {
    const world = await migrated();
    await world.batches.lease(batchId, turnHolder('before'), 60);
    await expect(workOnBatch(world, rollback, never)).rejects.toMatchObject({ name: 'BatchBusy' });
    expect(await lastTaskOf(world)).toBeUndefined();
  });
});
