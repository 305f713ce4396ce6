import { describe, expect, it } from '@jest/globals';
import { TransientFault } from '../../../core/errors.ts';
import {
  aMigration,
  batchId,
  type Migration,
  manyFiles,
  planned,
  recordsOf,
  registering,
  run,
} from '../builders/migration.ts';

const atomic = async (
  files: Readonly<Record<string, string>> = manyFiles(12),
): Promise<Migration> => {
  const world = aMigration(files);
  await planned(world, registering({ atomic: true, batchSize: 3 }));
  return world;
};

const registered = async (world: Migration): Promise<number> => {
  const uploads = await Promise.all(
    (await recordsOf(world)).map(({ recordId }) => world.uploads.find(`upl_${recordId}`)),
  );
  return uploads.filter((upload) => upload !== undefined).length;
};

/** How many uploads there were whenever a file was sent. */
const whileSending = (world: Migration): (() => Promise<number[]>) => {
  const seen: Promise<number>[] = [];
  world.transfers.after = () => void seen.push(registered(world));
  return () => Promise.all(seen);
};

describe('all or nothing', () => {
  it('registers nothing until every file is there, then all', async () => {
    const world = await atomic();
    const seen = whileSending(world);
    expect((await run(world)).status).toBe('completed');
    expect(new Set(await seen())).toEqual(new Set([0]));
    expect(await registered(world)).toBe(12);
  });

  it('registers nothing when one file failed; a resume that mends it registers all', async () => {
    const world = await atomic();
    let isBroken = true;
    world.transfers.before = () =>
      isBroken && world.transfers.sent.length === 7
        ? { code: 'Unreadable', message: 'no' }
        : undefined;
    expect((await run(world)).status).toBe('completed_with_errors');
    expect(await registered(world)).toBe(0);
    isBroken = false;
    expect((await run(world)).status).toBe('completed');
    expect(await registered(world)).toBe(12);
  });

  it('registers nothing when storage does not hold what was sent', async () => {
    const world = await atomic();
    world.transfers.after = ({ key }) => {
      if (world.transfers.sent.length === 5) world.destination.corrupt(key, 'rotten!');
    };
    expect((await run(world)).status).toBe('completed_with_errors');
    expect(await registered(world)).toBe(0);
    expect(await recordsOf(world, 'failed')).toMatchObject([{ failure: { code: 'NotVerified' } }]);
  });

  it('once decided, a crash in the middle is finished by whoever resumes it', async () => {
    const world = await atomic();
    const { create } = world.uploads;
    let calls = 0;
    world.uploads.create = async (upload) => {
      calls += 1;
      if (calls > 7) throw new TransientFault('the registry is away');
      return create.call(world.uploads, upload);
    };
    await expect(run(world)).rejects.toBeInstanceOf(TransientFault);
    expect(await world.batches.find(batchId)).toMatchObject({ status: 'failed', publishing: true });
    expect(await registered(world)).toBeGreaterThan(0);
    world.uploads.create = create;
    expect((await run(world)).status).toBe('completed');
    expect(await registered(world)).toBe(12);
    expect(world.transfers.sent).toHaveLength(12);
  });
});
