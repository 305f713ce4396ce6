import { describe, expect, it } from '@jest/globals';
import {
  type RollbackRequest,
  rollbackInTurn,
  turnHolder,
} from '../../../../core/bulk/rollback/rollback-in-turns.ts';
import {
  aMigration,
  batchId,
  type Migration,
  manyFiles,
  planned,
  recordsOf,
  run,
} from '../../builders/migration.ts';

const migrated = async (): Promise<Migration> => {
  const world = aMigration({ 'a.jpg': 'A', 'b.jpg': 'B' });
  await planned(world);
  await run(world);
  return world;
};

const never = new AbortController().signal;
const rollback = { batchId, apply: true };
const lastTaskOf = async (world: Migration) => (await world.batches.find(batchId))?.lastTask;

/** A first turn whose time is up once a group of files is removed. */
const cutAfterOneGroup = async (world: Migration, request: RollbackRequest) => {
  const turn = new AbortController();
  const { update } = world.batches;
  world.batches.update = (...write) => {
    turn.abort();
    return update.apply(world.batches, write);
  };
  expect(await rollbackInTurn(world, request, turn.signal)).toEqual({ done: false });
  world.batches.update = update;
  const { rolled_back } = await world.batches.counts(batchId);
  expect(rolled_back.files).toBe(50);
  return { startedAt: (await lastTaskOf(world))?.startedAt };
};

describe('a rollback that the API asked for', () => {
  it('puts its result on record', async () => {
    const world = await migrated();
    expect(await rollbackInTurn(world, { ...rollback, moreThanHalf: true }, never)).toEqual({
      done: true,
    });
    expect(await lastTaskOf(world)).toMatchObject({
      task: 'rollback',
      result: { removed: 2 },
      finishedAt: expect.any(String),
    });
  });

  it('names the files that it keeps, at most 20, each with its reason', async () => {
    const world = aMigration(manyFiles(22));
    await planned(world);
    await run(world);
    for (const { path } of (await recordsOf(world)).slice(1)) world.source.delete(path);
    await rollbackInTurn(world, { ...rollback, moreThanHalf: true }, never);
    const { result, problems = [] } = (await lastTaskOf(world)) ?? {};
    expect(result).toMatchObject({ removed: 1, kept: 21 });
    expect(problems).toHaveLength(20);
    expect(problems[0]).toMatch(/^000\d\d\.jpg: kept: its source is gone$/);
  });

  it('puts a refusal on record and is done: asking again cannot help', async () => {
    const world = await migrated();
    const { revision = 0 } = (await world.batches.find(batchId)) ?? {};
    expect(await rollbackInTurn(world, rollback, never)).toEqual({ done: true });
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
    expect(await rollbackInTurn(world, rollback, AbortSignal.abort())).toEqual({ done: true });
  });

  it('puts on record who works on the batch', async () => {
    const world = await migrated();
    await world.batches.lease(batchId, 'cli bob', 60);
    expect(await rollbackInTurn(world, rollback, never)).toEqual({ done: true });
    expect(await lastTaskOf(world)).toMatchObject({
      problems: [expect.stringMatching(/cli bob works on it until/)],
    });
  });

  it('waits for the lease of a turn that died', async () => {
    const world = await migrated();
    await world.batches.lease(batchId, turnHolder('before'), 60);
    await expect(rollbackInTurn(world, rollback, never)).rejects.toMatchObject({
      name: 'BatchBusy',
    });
    expect(await lastTaskOf(world)).toBeUndefined();
  });

  it('says what all of its turns removed, and when the first one began', async () => {
    const world = aMigration(manyFiles(60));
    await planned(world);
    await run(world);
    const asked = { ...rollback, moreThanHalf: true };
    const { startedAt } = await cutAfterOneGroup(world, asked);
    world.clock.advance(60_000);
    await rollbackInTurn(world, asked, never);
    expect(await lastTaskOf(world)).toMatchObject({ startedAt, result: { removed: 60 } });
  });

  it('keeps what the first of two requests removed: the second finds nothing to do', async () => {
    const world = await migrated();
    const asked = { ...rollback, moreThanHalf: true };
    await rollbackInTurn(world, asked, never);
    await rollbackInTurn(world, asked, never);
    expect(await lastTaskOf(world)).toMatchObject({ result: { removed: 2, kept: 0 } });
  });
});
