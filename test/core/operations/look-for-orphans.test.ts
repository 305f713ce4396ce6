import { describe, expect, it } from '@jest/globals';
import { lookForOrphans } from '../../../core/operations/look-for-orphans.ts';
import { MemoryBatches } from '../../fakes/bulk/memory-batches.ts';
import {
  MemoryKeptVersions,
  MemoryRegisteredFiles,
} from '../../fakes/operations/memory-whole-stage.ts';
import { anUpload } from '../builders/records.ts';
import { aWorld, errorOf, filesBucket, keptVersions } from '../builders/world.ts';

const old = new Date('2029-12-01T00:00:00.000Z');

/**
 * Five orphans and three entries without bytes. The first page of versions that a call reads takes
 * `pageSeconds`.
 */
const aStage = ({ pageSeconds = 0 } = {}) => {
  const world = aWorld();
  world.clock.advance(2 * 86_400_000);
  for (const name of ['1', '2', '3', '4', '5'])
    world.objects.put(filesBucket, `photos/ord_1/upl_${name}`, 'bytes', {
      metadata: { 'keepsake-order': 'ord_none' },
    });
  const lost = ['a', 'b', 'c'].map((name) =>
    anUpload({
      uploadId: `upl_${name}`,
      status: 'permanent',
      bucket: filesBucket,
      key: `photos/ord_1/upl_${name}`,
      versionId: 'v1',
    }),
  );
  const listed = world.objects.all
    .filter(({ bucket }) => bucket === filesBucket)
    .map(({ key, versionId }) => ({ key, versionId, sizeBytes: 5, modifiedAt: old }));
  for (const entry of lost) world.uploads.put(entry);
  const listSlowly = () => {
    world.clock.advance(pageSeconds * 1000);
    return listed;
  };
  const deps = {
    ...world,
    kept: new MemoryKeptVersions(listSlowly),
    registered: new MemoryRegisteredFiles(() => lost),
    batches: new MemoryBatches(world.clock),
  };
  return { world, deps };
};

const everyCall = async ({ deps }: ReturnType<typeof aStage>, body: object) => {
  const calls = [await lookForOrphans(deps, body)];
  while (calls.at(-1)?.cursor !== undefined)
    calls.push(await lookForOrphans(deps, { ...body, cursor: calls.at(-1)?.cursor }));
  return calls;
};

describe('a look for orphans by the API', () => {
  it('names every version and entry in one call if there is time, and changes nothing', async () => {
    const stage = aStage();
    const [found, ...more] = await everyCall(stage, { dryRun: true });
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      dryRun: true,
      counts: { versions: 5, removable: 5, removed: 0, entries: 3, missing: 3 },
    });
    expect(found?.orphans).toHaveLength(5);
    expect(found?.missing.map(({ uploadId }) => uploadId)).toEqual(['upl_a', 'upl_b', 'upl_c']);
    expect(keptVersions(stage.world)).toHaveLength(5);
  });

  it('ends after a page once time is up, and the next call goes on there', async () => {
    const calls = await everyCall(aStage({ pageSeconds: 16 }), { dryRun: true });
    expect(calls.map(({ counts }) => [counts.versions, counts.entries])).toEqual([
      [2, 0],
      [2, 0],
      [1, 0],
      [0, 3],
    ]);
    expect(calls.flatMap(({ orphans }) => orphans.map(({ key }) => key)).sort()).toEqual(
      ['1', '2', '3', '4', '5'].map((name) => `photos/ord_1/upl_${name}`),
    );
  });

  it('removes what nothing refers to without dryRun, and no entry', async () => {
    const stage = aStage();
    const [found] = await everyCall(stage, { dryRun: false });
    expect(found?.counts).toMatchObject({ removed: 5, missing: 3 });
    expect(keptVersions(stage.world)).toEqual([]);
  });

  it('looks below a prefix only', async () => {
    const [found] = await everyCall(aStage(), { dryRun: true, prefix: 'videos/' });
    expect(found?.counts).toMatchObject({ versions: 0, entries: 0 });
  });

  it('does not go on with a removal where a dry run ended', async () => {
    const { deps } = aStage({ pageSeconds: 16 });
    const { cursor } = await lookForOrphans(deps, { dryRun: true });
    expect(await errorOf(lookForOrphans(deps, { dryRun: false, cursor }))).toMatchObject({
      issues: [{ field: 'cursor' }],
    });
  });

  it.each([
    [{}, 'dryRun'],
    [{ dryRun: 'yes' }, 'dryRun'],
    [{ dryRun: true, prefix: '\ud800' }, 'prefix'],
    [{ dryRun: true, prefix: 'ü'.repeat(513) }, 'prefix'],
    [{ dryRun: true, cursor: 'forged' }, 'cursor'],
    [{ dryRun: true, apply: true }, 'apply'],
  ])('refuses %j', async (body, field) => {
    expect(await errorOf(lookForOrphans(aStage().deps, body))).toMatchObject({
      issues: [{ field }],
    });
  });
});
