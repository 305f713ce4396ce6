import { describe, expect, it } from '@jest/globals';
import { beginVerification } from '../../../../core/bulk/verify/begin-verification.ts';
import { finishVerification } from '../../../../core/bulk/verify/finish-verification.ts';
import { type SliceTurn, verifySlice } from '../../../../core/bulk/verify/verify-slice.ts';
import { MemorySliceOutcomes } from '../../../fakes/bulk/memory-slice-outcomes.ts';
import { faulty } from '../../../fakes/shared/faulty.ts';
import {
  aMigration,
  batchId,
  manyFiles,
  planned,
  recordsOf,
  registering,
  run,
} from '../../builders/migration.ts';

const never = new AbortController().signal;

const migrated = async (count = 40) => {
  const world = { ...aMigration(manyFiles(count)), slices: new MemorySliceOutcomes() };
  await planned(world, registering());
  await run(world);
  return world;
};

type World = Awaited<ReturnType<typeof migrated>>;

/** Cuts the verification that is on record into 16 slices, as if there were many files. */
const begunInSixteen = async (world: World) => {
  const { startedAt } = await beginVerification(world, batchId);
  const batch = await world.batches.find(batchId);
  if (batch?.lastTask)
    await world.batches.save({ ...batch, lastTask: { ...batch.lastTask, slices: 16 } });
  return { startedAt, slices: [...'0123456789abcdef'] };
};

const goOver = async (world: World, startedAt: string, slices: readonly string[]) => {
  for (const slice of slices) await verifySlice(world, { batchId, startedAt, slice }, never);
};

const lastTaskOf = async (world: World) => (await world.batches.find(batchId))?.lastTask;

const verified = async (world: World) => {
  const { startedAt, slices } = await begunInSixteen(world);
  await goOver(world, startedAt, slices);
  await finishVerification(world, batchId, startedAt);
  return lastTaskOf(world);
};

describe('a verification in slices', () => {
  it('counts what one over the whole batch counts', async () => {
    const world = await migrated();
    expect(await verified(world)).toMatchObject({
      task: 'verify',
      finishedAt: expect.any(String),
      result: { checked: 40, objects: 40, missing: 0, changed: 0, unreferenced: 0 },
      problems: [],
    });
  });

  it('finds a missing file, other bytes, and objects that no record names, wherever they are', async () => {
    const world = await migrated();
    const [first, second] = await recordsOf(world);
    await world.destination.remove(first?.key ?? '', first?.versionId);
    world.destination.corrupt(second?.key ?? '', 'X');
    for (const name of ['!before', 'a', 'notes.txt', '\u{1F600}'])
      world.destination.put(`photos/legacy/${name}`, 'S');
    const task = await verified(world);
    expect(task?.result).toMatchObject({ missing: 1, changed: 1, unreferenced: 4, objects: 43 });
    expect(task?.problems).toHaveLength(6);
  });

  it('looks up no object whose record it just read', async () => {
    const world = await migrated();
    const asked: string[] = [];
    const batches = faulty(world.batches, (operation) => {
      asked.push(operation);
      return undefined;
    });
    await verifySlice({ ...world, batches }, { batchId, startedAt: 'now', slice: '' }, never);
    expect(asked).not.toContain('record');
  });

  it('goes on in the next turn after the last file of the one before', async () => {
    const world = await migrated(120);
    const call = { batchId, startedAt: 'now', slice: '' };
    let turn: SliceTurn | undefined;
    let turns = 0;
    do {
      const late = new AbortController();
      const destination = faulty(world.destination, (operation) => {
        if (operation === 'head') late.abort();
        return undefined;
      });
      const slice = { ...call, ...(turn && { turn }) };
      turn = await verifySlice({ ...world, destination }, slice, turns < 2 ? late.signal : never);
      turns += 1;
    } while (!turn.done);
    expect(turns).toBe(3);
    const [outcome] = await world.slices.list(batchId, 'now');
    expect(outcome?.result).toMatchObject({ checked: 120, objects: 120, unreferenced: 0 });
  });

  it('reads no file whose SHA-256 storage keeps, and those of which it keeps none', async () => {
    const world = await migrated(3);
    const read: string[] = [];
    const [kept] = await recordsOf(world);
    const head: typeof world.destination.head = async (key, versionId) => {
      const found = await world.destination.head(key, versionId);
      if (!found || key === kept?.key) return found;
      const { sha256: _unkept, ...facts } = found;
      return facts;
    };
    const destination = {
      head,
      list: (after?: string) => world.destination.list(after),
      sha256: async (key: string) => {
        read.push(key);
        return 'of other bytes';
      },
    };
    const deps = { ...world, destination } as never;
    await verifySlice(deps, { batchId, startedAt: 'now', slice: '' }, never);
    expect(read).toHaveLength(2);
    expect(read).not.toContain(kept?.key);
    const [outcome] = await world.slices.list(batchId, 'now');
    expect(outcome?.result).toMatchObject({ checked: 3, changed: 2 });
  });
});

describe('a verification some of whose slices were not gone over', () => {
  const half = async () => {
    const world = await migrated();
    const { startedAt, slices } = await begunInSixteen(world);
    await goOver(world, startedAt, slices.slice(0, 10));
    await finishVerification(world, batchId, startedAt);
    return { world, startedAt, slices };
  };

  it('has no result, and says how many', async () => {
    const { world } = await half();
    const task = await lastTaskOf(world);
    expect(task).toMatchObject({
      finishedAt: expect.any(String),
      problems: [expect.stringMatching(/^6 of 16 slices of the batch were not verified/)],
    });
    expect(task).not.toHaveProperty('result');
  });

  it('goes on with these when it is asked for again, and then has one', async () => {
    const { world, startedAt, slices } = await half();
    world.clock.advance(3_600_000);
    const again = await beginVerification(world, batchId);
    expect(again).toEqual({ startedAt, slices: slices.slice(10) });
    expect(await lastTaskOf(world)).not.toHaveProperty('finishedAt');
    await goOver(world, startedAt, again.slices);
    await finishVerification(world, batchId, startedAt);
    expect(await lastTaskOf(world)).toMatchObject({ result: { checked: 40 }, problems: [] });
  });

  it('goes on, too, where its workflow was stopped', async () => {
    const world = await migrated();
    const { startedAt, slices } = await begunInSixteen(world);
    await goOver(world, startedAt, slices.slice(0, 15));
    expect((await beginVerification(world, batchId)).slices).toEqual(['f']);
  });

  it('begins anew after a week, and after more files arrived', async () => {
    const { world, startedAt } = await half();
    world.clock.advance(7 * 24 * 3_600_000);
    expect((await beginVerification(world, batchId)).startedAt).not.toBe(startedAt);
    const other = await half();
    const batch = await other.world.batches.find(batchId);
    if (batch?.lastTask)
      await other.world.batches.save({ ...batch, lastTask: { ...batch.lastTask, files: 39 } });
    other.world.clock.advance(1);
    expect((await beginVerification(other.world, batchId)).startedAt).not.toBe(other.startedAt);
  });
});

describe('a verification that another one replaced', () => {
  it('changes nothing when it ends', async () => {
    const world = await migrated();
    const { startedAt } = await begunInSixteen(world);
    world.clock.advance(8 * 24 * 3_600_000);
    await beginVerification(world, batchId);
    const before = await lastTaskOf(world);
    await finishVerification(world, batchId, startedAt);
    expect(await lastTaskOf(world)).toEqual(before);
  });

  it('begins anew once it has a result', async () => {
    const world = await migrated();
    const before = await verified(world);
    world.clock.advance(1_000);
    const { startedAt, slices } = await beginVerification(world, batchId);
    expect([startedAt === before?.startedAt, slices]).toEqual([false, ['']]);
  });
});
