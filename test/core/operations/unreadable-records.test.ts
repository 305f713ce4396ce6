import { describe, expect, it } from '@jest/globals';
import { RecordUnreadable } from '../../../core/errors.ts';
import { checkIntegrity } from '../../../core/operations/check-integrity.ts';
import { continueIntegrity } from '../../../core/operations/continue-integrity.ts';
import { countAttention } from '../../../core/operations/count-attention.ts';
import { estimateIntegrity } from '../../../core/operations/estimate-integrity.ts';
import { lookForOrphans } from '../../../core/operations/look-for-orphans.ts';
import type { Finding, IntegrityRun } from '../../../core/operations/model/integrity-run.ts';
import { search } from '../../../core/operations/search.ts';
import { MemoryBatches } from '../../fakes/bulk/memory-batches.ts';
import {
  MemoryKeptVersions,
  MemoryRegisteredFiles,
} from '../../fakes/operations/memory-whole-stage.ts';
import { MemoryOrderLists } from '../../fakes/orders/memory-order-lists.ts';
import { damaged } from '../../fakes/shared/damaged.ts';
import { aComparedStage, putPermanent } from '../builders/integrity.ts';
import { aFile, anUpload, aPaidOrder } from '../builders/records.ts';
import { admin, aWorld, filesBucket, keptVersions, type World } from '../builders/world.ts';

const lost = { kind: 'upload', id: 'upl_3', fields: ['status'] };
const whole = { part: { part: 1, of: 1 } };

/** Five permanent files; the record of the third cannot be read. */
const fiveFiles = <Stage extends World>(world: Stage): Stage => {
  for (const n of [1, 2, 3, 4, 5]) putPermanent(world, `upl_${n}`);
  return Object.assign(world, { uploads: damaged(world.uploads, 'upload', ['upl_3']) });
};

describe('a comparison, of whose five records one cannot be read', () => {
  const compare = async (part = whole.part) => {
    const world = fiveFiles(aWorld());
    const entries = [1, 2, 4, 5].map((n) => putPermanent(world, `upl_${n}`));
    const registered = new MemoryRegisteredFiles(() => entries);
    registered.unreadable = [lost];
    const told: unknown[] = [];
    const onUnreadable = (record: unknown) => told.push(record);
    const options = { part, onDamage: () => undefined, onUnreadable };
    return { report: await checkIntegrity({ ...world, registered, filesBucket }, options), told };
  };

  it('compares the other four, and names the one', async () => {
    expect(await compare()).toMatchObject({ report: { files: 4, intact: 4 }, told: [lost] });
  });

  it('names it in its own part alone', async () => {
    const parts = await Promise.all([1, 2, 3].map((part) => compare({ part, of: 3 })));
    expect(parts.flatMap(({ told }) => told)).toEqual([lost]);
  });

  it('says of the estimate that it is without the one', async () => {
    const registered = new MemoryRegisteredFiles();
    registered.unreadable = [lost];
    const estimate = await estimateIntegrity({ registered, filesBucket }, whole);
    expect(estimate).toMatchObject({ files: 0, unreadable: 1 });
  });
});

describe('the weekly comparison, of whose five records one cannot be read', () => {
  it('compares the other four, names the one and ends', async () => {
    const told: Finding[] = [];
    const stage = fiveFiles(aComparedStage());
    const run = (await continueIntegrity(stage, {
      everyWeeks: 1,
      hasTime: () => true,
      onFinding: (finding) => told.push(finding),
    })) as IntegrityRun;
    expect(run.next).toBeUndefined();
    expect(run.counts).toMatchObject({ intact: 4, unregistered: 0 });
    expect(told).toMatchObject([
      { kind: 'unreadable', uploadId: 'upl_3', why: 'Its record cannot be read (status).' },
      { kind: 'unreadable', key: 'photos/ord_1/upl_3' },
    ]);
  });

  it('does not call its replica unregistered', async () => {
    const stage = fiveFiles(aComparedStage());
    const replica = { bucket: filesBucket, objects: stage.objects, kept: stage.kept };
    const told: Finding[] = [];
    await continueIntegrity(Object.assign(stage, { replica }), {
      everyWeeks: 1,
      hasTime: () => true,
      onFinding: (finding) => told.push(finding),
    });
    const kinds = told.map(({ kind }) => kind);
    expect(kinds).toContain('replica-unreadable');
    expect(kinds).not.toContain('replica-unregistered');
  });
});

describe('a look for orphans among records that cannot be read', () => {
  const versionsIn = (world: World) =>
    new MemoryKeptVersions(() =>
      world.objects.all
        .filter(({ bucket }) => bucket === filesBucket)
        .map(({ key, versionId }) => ({ key, versionId, sizeBytes: 5, modifiedAt: new Date(0) })),
    );
  const look = (world: World) => {
    world.clock.advance(2 * 86_400_000);
    const registered = new MemoryRegisteredFiles();
    registered.unreadable = [lost];
    const batches = new MemoryBatches(world.clock);
    const deps = { ...world, kept: versionsIn(world), registered, batches };
    return lookForOrphans(deps, { dryRun: false });
  };
  const plant = ({ objects }: World, id: string, orderId: string) =>
    objects.put(filesBucket, `photos/ord_1/${id}`, 'bytes', {
      metadata: { 'keepsake-order': orderId },
    });

  it('keeps the file whose upload cannot be read, names it, and removes a true orphan', async () => {
    const world = fiveFiles(aWorld());
    plant(world, 'upl_stray', 'ord_none');
    const found = await look(world);
    expect(found.orphans).toMatchObject([
      { key: 'photos/ord_1/upl_3', fate: 'kept', why: expect.stringContaining('upload upl_3') },
      { key: 'photos/ord_1/upl_stray', fate: 'removed' },
    ]);
    expect(found.counts).toMatchObject({ removed: 1, kept: 1 });
    expect(keptVersions(world)).toHaveLength(5);
  });

  it('keeps the file whose order cannot be read', async () => {
    const world = aWorld();
    world.orders.put(aPaidOrder(), [aFile('photo')]);
    plant(world, 'upl_9', 'ord_1');
    world.orders = damaged(world.orders, 'order', ['ord_1']);
    const { orphans } = await look(world);
    expect(orphans).toMatchObject([{ fate: 'kept', why: expect.stringContaining('order ord_1') }]);
    expect(keptVersions(world)).toHaveLength(1);
  });

  it('names entries that cannot be read', async () => {
    expect(await look(aWorld())).toMatchObject({ unreadable: ['upl_3'], missing: [] });
  });
});

describe('the orders that need a person', () => {
  it('count one that cannot be read', async () => {
    const { orders, clock } = aWorld();
    for (const n of [1, 2]) orders.put({ ...aPaidOrder(), orderId: `ord_${n}` }, []);
    clock.advance(3_600_001);
    const lists = damaged(new MemoryOrderLists(orders), 'order', ['ord_2']);
    const deps = { lists, clock, reconcileAfterMinutes: 30 };
    expect((await countAttention(deps, admin, {})).orders.stuck).toEqual({ count: 2, more: false });
  });
});

describe('a search for a record that cannot be read', () => {
  const depsOf = (world: World) => ({
    ...world,
    lists: new MemoryOrderLists(world.orders),
    batches: new MemoryBatches(world.clock),
  });

  it('finds it by its id', async () => {
    const { matches } = await search(depsOf(fiveFiles(aWorld())), { query: 'upl_3' });
    expect(matches).toEqual([{ kind: 'upload', id: 'upl_3', by: 'id' }]);
  });

  it.each([
    ['its key', 'photos/of/usr_alice/upl_3', [{ kind: 'upload', id: 'upl_3', by: 'key' }]],
    [
      'the old path that it shares with another one',
      'old/cat.jpg',
      ['upl_1', 'upl_3'].map((id) => ({ kind: 'upload', id, by: 'path' })),
    ],
  ])('finds it by %s', async (_, query, found) => {
    const world = aWorld();
    for (const n of [1, 3])
      world.uploads.put(anUpload({ uploadId: `upl_${n}`, legacyPath: 'old/cat.jpg' }));
    world.uploads = damaged(world.uploads, 'upload', ['upl_3']);
    expect((await search(depsOf(world), { query })).matches).toEqual(found);
  });

  it('finds a link by its id', async () => {
    const tokenHash = 'a'.repeat(64);
    const id = `lnk_${tokenHash}`;
    const find = async () => {
      throw new RecordUnreadable([{ kind: 'link', id, fields: [] }]);
    };
    const deps = { ...depsOf(aWorld()), links: { find } };
    expect((await search(deps, { query: id })).matches).toEqual([{ kind: 'link', id, by: 'id' }]);
  });

  it('finds the owner who has nothing else', async () => {
    const world = aWorld();
    world.uploads.put(anUpload({ uploadId: 'upl_3', ownerId: 'usr_carol' }));
    world.uploads = damaged(world.uploads, 'upload', ['upl_3']);
    const { matches } = await search(depsOf(world), { query: 'usr_carol' });
    expect(matches).toEqual([{ kind: 'owner', id: 'usr_carol', by: 'id' }]);
  });
});
