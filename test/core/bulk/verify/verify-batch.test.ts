import { describe, expect, it } from '@jest/globals';
import { verifyBatch } from '../../../../core/bulk/verify/verify-batch.ts';
import type { Problem } from '../../../../core/bulk/verify/verify-record.ts';
import { sampleBatch, samplePlan, sampleRecord } from '../../../contracts/bulk/batch-samples.ts';
import {
  aMigration,
  batchId,
  type Migration,
  planned,
  recordsOf,
  registering,
  run,
} from '../../builders/migration.ts';

const files = { 'a.jpg': 'A', 'b.jpg': 'B' };

const migrated = async (plan = samplePlan()): Promise<Migration> => {
  const world = aMigration(files);
  await planned(world, plan);
  await run(world);
  return world;
};

const verified = async (world: Migration) => {
  const problems: Problem[] = [];
  const result = await verifyBatch(world, batchId, {
    signal: new AbortController().signal,
    onProblem: (problem) => problems.push(problem),
  });
  return { result, problems };
};

/** Notes what a destination is asked about single objects. */
const noteAsked = ({ destination }: Migration): string[] => {
  const asked: string[] = [];
  const [head, sha256] = [destination.head.bind(destination), destination.sha256.bind(destination)];
  destination.head = async (key, versionId) => {
    asked.push(`head ${key}`);
    return head(key, versionId);
  };
  destination.sha256 = async (key, versionId) => {
    asked.push(`read ${key}`);
    return sha256(key, versionId);
  };
  return asked;
};

const kinds = async (world: Migration): Promise<[string, string][]> =>
  (await verified(world)).problems.map(({ kind, key }) => [kind, key]);

describe('verify a batch', () => {
  it('goes on after an object that another client removes while it is read', async () => {
    const world = await migrated();
    const { destination } = world;
    const sha256 = destination.sha256.bind(destination);
    destination.sha256 = async (key, versionId) => {
      if (key.endsWith('a.jpg')) await destination.remove(key, versionId);
      return sha256(key, versionId);
    };
    const { result, problems } = await verified(world);
    expect(problems).toMatchObject([{ kind: 'missing', detail: expect.stringContaining('read') }]);
    expect(result).toMatchObject({ checked: 2, missing: 1, objects: 1 });
  });

  it('reads every file back and finds nothing wrong', async () => {
    expect(await verified(await migrated())).toEqual({
      result: {
        checked: 2,
        bytes: 2,
        objects: 2,
        missing: 0,
        changed: 0,
        unreferenced: 0,
        unregistered: 0,
      },
      problems: [],
    });
  });

  it('finds what is missing', async () => {
    const world = await migrated();
    await world.destination.remove('old/a.jpg', 'v1');
    expect(await kinds(world)).toEqual([['missing', 'old/a.jpg']]);
  });

  it('finds bytes that rotted under the same size', async () => {
    const world = await migrated();
    world.destination.corrupt('old/b.jpg', 'X');
    expect(await kinds(world)).toEqual([['changed', 'old/b.jpg']]);
  });

  it('finds what somebody wrote over, though the batch’s own version is still there', async () => {
    const world = await migrated();
    world.destination.put('old/b.jpg', 'B');
    expect(await kinds(world)).toEqual([['changed', 'old/b.jpg']]);
  });

  it('finds what somebody hid behind a delete marker', async () => {
    const world = await migrated();
    world.destination.hide('old/b.jpg');
    expect(await kinds(world)).toEqual([['missing', 'old/b.jpg']]);
  });

  it('asks storage once about a file that is as it was left, and reads none whose SHA-256 storage keeps', async () => {
    const world = await migrated();
    const asked = noteAsked(world);
    await verifyBatch(world, batchId, {
      signal: new AbortController().signal,
      readsAll: false,
      onProblem: () => undefined,
    });
    expect(asked.sort()).toEqual(['head old/a.jpg', 'head old/b.jpg']);
  });

  it('finds objects below the prefix that no record names', async () => {
    const world = await migrated();
    world.destination.put('old/stray.jpg', 'S');
    expect(await kinds(world)).toEqual([['unreferenced', 'old/stray.jpg']]);
  });

  it('knows the files of another batch below the same prefix', async () => {
    const world = await migrated();
    const other = sampleBatch();
    const record = sampleRecord(other, 'c.jpg');
    await world.batches.create(other);
    const lease = await world.batches.lease(other.batchId, 'ada', 60);
    if (lease) await world.batches.add(other.batchId, [record], lease);
    world.destination.put('old/c.jpg', 'C', {
      'keepsake-batch': other.batchId,
      'keepsake-record': record.recordId,
    });
    expect(await kinds(world)).toEqual([]);
  });

  it('does not believe a mark without a record', async () => {
    const world = await migrated();
    world.destination.put('old/c.jpg', 'C', {
      'keepsake-batch': 'bat_never',
      'keepsake-record': 'r',
    });
    expect(await kinds(world)).toEqual([['unreferenced', 'old/c.jpg']]);
  });

  it('finds files the registry lost', async () => {
    const world = await migrated(registering());
    const [record] = await recordsOf(world);
    world.uploads.remove(record?.uploadId ?? '');
    expect(await kinds(world)).toEqual([['unregistered', record?.key]]);
  });

  it('changes nothing', async () => {
    const world = await migrated();
    const before = await recordsOf(world);
    world.destination.corrupt('old/a.jpg', 'X');
    await verified(world);
    expect(await recordsOf(world)).toEqual(before);
    expect(world.destination.removed).toEqual([]);
  });
});
