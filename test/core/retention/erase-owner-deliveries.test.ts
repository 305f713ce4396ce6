import { describe, expect, it } from '@jest/globals';
import { eraseOwner, goOnErasingOwners } from '../../../core/retention/erase-owner.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import { quiet } from '../builders/races.ts';
import { arrived } from '../builders/records.ts';
import { aDelivery, aWebhook } from '../builders/webhooks.ts';
import { admin, aWorld, type World } from '../builders/world.ts';

const pages = 25;

/** Pages of entries about others' uploads, newer than every entry of this month. */
const busyLedger = (world: World): void => {
  for (let each = 0; each < pages * 100; each += 1)
    world.erasures.put({
      uploadId: `upl_${each}`,
      ownerId: 'usr_other',
      category: 'photo',
      versions: 1,
      bytes: 1,
      erasedAt: new Date(Date.UTC(2030, 0, 3, 0, 0, each)).toISOString(),
      erasedBy: 'job_1',
    });
};

/** A world in which reading a page of the ledger takes ten seconds. */
const slowly = (world: World): World => ({
  ...world,
  erasures: faulty(world.erasures, (operation) => {
    if (operation === 'list') world.clock.advance(10_000);
    return undefined;
  }),
});

const erase = (world: World, ownerId: string) =>
  eraseOwner(world, admin, { ownerId, dryRun: false }, quiet);

const tell = (world: World, subject: string): Promise<void> =>
  world.deliveries.save(
    aDelivery({ webhook: aWebhook({ id: subject, data: { uploadId: subject } }) }),
  );

const toldOf = async (world: World, uploadId: string): Promise<number> =>
  (await world.deliveries.list({ subject: uploadId, endpoints: [] }, { limit: 9 })).entries.length;

/** An hour's run of the sweep, with three minutes for owners. */
const sweep = (world: World, hour: number): Promise<void> => {
  world.clock.set(new Date(Date.UTC(2030, 0, 5, hour)).toISOString());
  // Eighteen pages are read in that time.
  const until = new Date(world.clock.now().getTime() + 180_000);
  return goOnErasingOwners(slowly(world), until, quiet);
};

const isFinished = async ({ ownerErasures }: World, ownerId: string): Promise<boolean> =>
  (await ownerErasures.find(ownerId))?.finishedAt !== undefined;

const owners = ['usr_alice', 'usr_bob'];

const erasedBoth = async (): Promise<World> => {
  const world = aWorld();
  for (const ownerId of owners) {
    arrived(world, `upl_of_${ownerId}`, { ownerId });
    await tell(world, `upl_of_${ownerId}`);
    await erase(world, ownerId);
  }
  busyLedger(world);
  return world;
};

describe('what webhooks told of an erased owner, where the ledger is long', () => {
  it('keeps no operator waiting: their call ends', async () => {
    const world = aWorld();
    busyLedger(world);
    expect(await erase(slowly(world), 'usr_alice')).toMatchObject({ more: false });
  });

  it('is deleted over several hours, of every owner by the same walk', async () => {
    const world = await erasedBoth();
    await sweep(world, 0);
    expect(await isFinished(world, 'usr_alice')).toBe(false);
    await sweep(world, 1);
    for (const ownerId of owners)
      expect([await isFinished(world, ownerId), await toldOf(world, `upl_of_${ownerId}`)]).toEqual([
        true,
        0,
      ]);
  });

  it('waits for a walk that has begun, and is deleted by the next', async () => {
    const world = await erasedBoth();
    await sweep(world, 0);
    const late = { requestedAt: '2030-01-02T00:00:00.000Z', requestedBy: 'usr_admin' };
    await world.ownerErasures.begin({ ownerId: 'usr_carol', ...late });
    await sweep(world, 1);
    expect(await isFinished(world, 'usr_bob')).toBe(true);
    expect(await isFinished(world, 'usr_carol')).toBe(false);
    await sweep(world, 2);
    await sweep(world, 3);
    expect(await isFinished(world, 'usr_carol')).toBe(true);
  });

  it('is looked for from the top when another record was erased meanwhile', async () => {
    const world = await erasedBoth();
    await sweep(world, 0);
    arrived(world, 'upl_late', { ownerId: 'usr_alice' });
    await tell(world, 'upl_late');
    for (const hour of [1, 2, 3, 4]) await sweep(world, hour);
    expect(await toldOf(world, 'upl_late')).toBe(0);
    expect(await isFinished(world, 'usr_alice')).toBe(true);
  });

  it('that cannot be deleted keeps the erasure open, and no later owner’s', async () => {
    const world = await erasedBoth();
    const { deliveries } = world;
    const broken = faulty(deliveries, (operation) =>
      operation === 'erase' ? 'before' : undefined,
    );
    for (const hour of [0, 1, 2]) await sweep({ ...world, deliveries: broken }, hour);
    expect(await isFinished(world, 'usr_alice')).toBe(false);
    for (const hour of [3, 4]) await sweep(world, hour);
    expect(await isFinished(world, 'usr_alice')).toBe(true);
  });
});
