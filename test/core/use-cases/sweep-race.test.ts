import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PaymentTooEarly, TransientFault } from '../../../core/errors.ts';
import type { Run } from '../../../core/model/order.ts';
import { claimOrder } from '../../../core/use-cases/claim-order.ts';
import { cleanUp } from '../../../core/use-cases/clean-up.ts';
import { commitOrder } from '../../../core/use-cases/commit-order.ts';
import { copyFiles } from '../../../core/use-cases/copy-files.ts';
import { createJob } from '../../../core/use-cases/create-job.ts';
import { createOrder } from '../../../core/use-cases/create-order.ts';
import { eraseUpload } from '../../../core/use-cases/erase-upload.ts';
import { receivePayment } from '../../../core/use-cases/receive-payment.ts';
import { sweepHourly } from '../../../core/use-cases/sweep-hourly.ts';
import { verifyFiles } from '../../../core/use-cases/verify-files.ts';
import { type Fault, faulty } from '../../fakes/faulty.ts';
import { aFile, anOrder, arrived } from '../builders/records.ts';
import { alice, aWorld, stored, type World } from '../builders/world.ts';

const operator = { ownerId: 'usr_operator', admin: true, worker: true };
const payment = { orderId: 'ord_1', paymentId: 'pay_1', amount: { value: 49.9, currency: 'EUR' } };
const quiet = (): void => {};

/** The same world for one of several actors: fast-check decides whose call is next, and `fault` whether it arrives. */
const actorIn = (world: World, scheduler: fc.Scheduler, fault: () => Fault = () => undefined): World => {
  const scheduled = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function' || name === 'expiring') return typeof member === 'function' ? member.bind(target) : member;
        return scheduler.scheduleFunction((...args: unknown[]) => Reflect.apply(member, target, args) as Promise<unknown>);
      },
    });
  const acting = <Port extends object>(port: Port): Port =>
    scheduled(faulty(port, (operation) => (operation === 'expiring' ? undefined : fault())));
  const { uploads, orders, jobs, objects, links, erasures } = world;
  const ports = { uploads: acting(uploads), orders: acting(orders), jobs: acting(jobs) };
  return { ...world, ...ports, objects: acting(objects), links: acting(links), erasures: acting(erasures) } as World;
};

/** A photo in an order that is older than any checkout, so that only a payment can save it. */
const oldOrder = (): World => {
  const world = aWorld();
  arrived(world, 'upl_photo', { orderIds: ['ord_1'] });
  world.orders.put(anOrder(), [aFile('photo')]);
  world.clock.set('2030-02-15T00:00:00.000Z');
  return world;
};

const hasBytes = ({ objects }: World): boolean => objects.all.some(({ key }) => key.endsWith('upl_photo'));

/** Delivered again and again until it is no longer too early, as the queue would. */
const pay = async (world: World, deliveries: number): Promise<void> => {
  for (let delivery = 0; delivery < deliveries; delivery++) {
    try {
      await receivePayment(world, payment);
      return;
    } catch (error) {
      if (!(error instanceof PaymentTooEarly)) throw error;
    }
  }
};

/** What a migration finds when it starts: bytes that stay, or a record that says they are gone. */
const startedOver = (world: World) => {
  const seen: { isExpired: boolean }[] = [];
  const start = world.migrations.start.bind(world.migrations);
  world.migrations.start = async (run) => {
    if (seen.length === 0) seen.push({ isExpired: (await world.uploads.find('upl_photo'))?.status !== 'uploaded' });
    return start(run);
  };
  return seen;
};

const sweepUntilDone = async (world: World): Promise<void> => {
  world.clock.advance(21 * 60_000);
  await sweepHourly({ ...world, sweepHours: 168 }, quiet);
};

describe('a sweeper and a payment at the same time', () => {
  it('never start a migration whose bytes are then swept', async () => {
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const world = oldOrder();
        const started = startedOver(world);
        const clean = cleanUp(actorIn(world, scheduler), operator, { olderThanHours: 1, dryRun: false }, quiet);
        await scheduler.waitFor(Promise.all([clean, pay(actorIn(world, scheduler), 50)]));
        await pay(world, 1);
        const upload = await world.uploads.find('upl_photo');
        expect(upload?.removal).toBeUndefined();
        // Either it was saved for good, or the migration began with a record that says so and asks for the refund.
        expect(hasBytes(world)).toBe(upload?.status === 'uploaded');
        expect(started).toEqual([{ isExpired: !hasBytes(world) }]);
        outcomes.add(`${upload?.status}`);
      }),
      { numRuns: 500 },
    );
    expect([...outcomes].sort()).toEqual(['expired', 'uploaded']);
  });

  it('nor when the sweeper dies at any call and another one follows', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.nat(12), fc.constantFrom<Fault[]>('before', 'after'), async (scheduler, deadAfter, fault) => {
        const world = oldOrder();
        const started = startedOver(world);
        let calls = 0;
        // Dead is dead: nothing gets through any more.
        const dying = actorIn(world, scheduler, () => (calls++ === deadAfter ? fault : calls > deadAfter + 1 ? 'before' : undefined));
        const clean = cleanUp(dying, operator, { olderThanHours: 1, dryRun: false }, quiet).catch((error) =>
          expect(error).toBeInstanceOf(TransientFault),
        );
        await scheduler.waitFor(Promise.all([clean, pay(actorIn(world, scheduler), 20)]));
        await sweepUntilDone(world);
        await pay(world, 1);
        const upload = await world.uploads.find('upl_photo');
        expect(upload?.removal).toBeUndefined();
        expect(hasBytes(world)).toBe(upload?.status === 'uploaded');
        expect(started).toEqual([{ isExpired: !hasBytes(world) }]);
      }),
      { numRuns: 500 },
    );
  });

  it('nor does an owner who erases meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const world = oldOrder();
        const started = startedOver(world);
        const erasing = eraseUpload(actorIn(world, scheduler), 'upl_photo', 'usr_alice').then(
          () => 'erased',
          ({ name }: Error) => name,
        );
        const [outcome] = await scheduler.waitFor(Promise.all([erasing, pay(actorIn(world, scheduler), 50)]));
        await pay(world, 1);
        expect(started).toEqual([{ isExpired: outcome === 'erased' }]);
        expect(hasBytes(world)).toBe(outcome === 'UploadInUse');
      }),
      { numRuns: 500 },
    );
  });
});

/** The saga up to its commit, or until it finds its bytes gone. */
const migrate = async (world: World, run: Run): Promise<void> => {
  const { chunks } = await claimOrder(world, run);
  for (const chunk of chunks) {
    if ((await copyFiles(world, chunk)).some(({ status }) => status === 'failed')) return;
    await verifyFiles(world, chunk);
  }
  await commitOrder(world, run);
};

/** Executions of the saga: one by each name, in the world `inTurn` says. */
const executions = (world: World, inTurn: () => World) => {
  const running = new Map<string, Promise<void>>();
  world.migrations.start = async (run) => {
    if (running.has(run.runId)) return 'taken';
    running.set(run.runId, migrate(inTurn(), run));
    return 'begun';
  };
  return { finished: () => Promise.all(running.values()) };
};

/** Whether somebody marked the file for erasure when it was permanent already: then it may go. */
const markedForGood = ({ uploads }: World) => {
  const seen = { isMarked: false };
  const save = uploads.save.bind(uploads);
  uploads.save = async (upload) => {
    const saved = await save(upload);
    if (saved.status === 'permanent' && saved.removal?.as === 'erased') seen.isMarked = true;
    return saved;
  };
  return seen;
};

type Remover = 'sweeper' | 'owner';

const remove = (world: World, as: Remover): Promise<string> =>
  (as === 'sweeper'
    ? cleanUp(world, operator, { olderThanHours: 1, dryRun: false }, quiet)
    : eraseUpload(world, 'upl_photo', 'usr_alice')
  ).then(
    () => 'done',
    ({ name }: Error) => name,
  );

/** Fails every call from the one after `calls` on: the first before or after its effect. */
const dyingAfter = (calls: number, fault: Fault): (() => Fault) => {
  let call = 0;
  return () => (call++ < calls ? undefined : call === calls + 1 ? fault : 'before');
};

describe('removals, a payment and its migration at the same time', () => {
  it('leave a delivered file or none, and whoever was told “in use” by all keeps it', async () => {
    const ends = new Set<string>();
    const removers = fc.array(fc.constantFrom<Remover>('sweeper', 'owner'), { minLength: 1, maxLength: 3 });
    const death = fc.option(fc.record({ calls: fc.nat(14), fault: fc.constantFrom<Fault>('before', 'after') }), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), removers, death, async (scheduler, as, dies) => {
        const world = oldOrder();
        const deliberately = markedForGood(world);
        let inTurn = () => actorIn(world, scheduler);
        const { finished } = executions(world, () => inTurn());
        const actors = as.map((_, index) =>
          actorIn(world, scheduler, index === 0 && dies ? dyingAfter(dies.calls, dies.fault) : undefined),
        );
        const removing = Promise.all(actors.map((actor, index) => remove(actor, as[index] ?? 'owner')));
        const all = Promise.all([removing, pay(actorIn(world, scheduler), 30)]).then(async ([answers]) => {
          await finished();
          return answers;
        });
        const answers = await scheduler.waitFor(all);
        inTurn = () => world;
        await sweepUntilDone(world);
        await pay(world, 1);
        await finished();
        const { order } = await stored(world);
        const upload = await world.uploads.find('upl_photo');
        const isDelivered = order.status === 'completed' && !deliberately.isMarked;
        expect(upload?.removal).toBeUndefined();
        expect(upload?.status === 'permanent').toBe(isDelivered);
        if (upload && isDelivered) expect(await world.objects.head(upload)).toBeDefined();
        else expect(hasBytes(world)).toBe(false);
        if (!as.includes('sweeper') && answers.every((answer) => answer === 'UploadInUse')) expect(isDelivered).toBe(true);
        ends.add(isDelivered ? 'delivered' : order.status === 'completed' ? 'erased after delivery' : 'gone before');
      }),
      { numRuns: 500 },
    );
    expect(ends).toContain('delivered');
    expect(ends).toContain('gone before');
  });
});

describe('a sweeper and a customer at the same time', () => {
  const fresh = (): World => {
    const world = aWorld();
    arrived(world, 'upl_photo', { updatedAt: '2030-01-01T02:00:00.000Z' });
    world.clock.set('2030-01-01T02:00:00.000Z');
    return world;
  };
  const order = { amount: { value: 1, currency: 'EUR' }, files: [{ uploadId: 'upl_photo', role: 'photo', required: true }] };
  const job = { title: 'cut', inputs: { video: 'upl_photo' }, onFinish: { inputs: 'keep', outputs: 'keep' } };

  it.each<[string, (world: World) => Promise<unknown>]>([
    ['an order', (world) => createOrder(world, alice, order)],
    ['a job', (world) => createJob(world, alice, job)],
  ])('%s that was accepted finds its bytes', async (_what, create) => {
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const world = fresh();
        const creating = create(actorIn(world, scheduler)).then(
          () => 'accepted',
          ({ name }: Error) => name,
        );
        const clean = cleanUp(actorIn(world, scheduler), operator, { olderThanHours: 1, dryRun: false }, quiet);
        const [outcome] = await scheduler.waitFor(Promise.all([creating, clean]));
        expect(['accepted', 'InvalidInput']).toContain(outcome);
        if (outcome === 'accepted') expect(hasBytes(world)).toBe(true);
        outcomes.add(`${outcome}, ${hasBytes(world) ? 'kept' : 'swept'}`);
      }),
      { numRuns: 500 },
    );
    expect(outcomes).toContain('accepted, kept');
    expect(outcomes).toContain('InvalidInput, swept');
  });
});
