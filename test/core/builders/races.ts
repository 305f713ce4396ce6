import type fc from 'fast-check';
import { PaymentTooEarly } from '../../../core/errors.ts';
import { claimOrder } from '../../../core/orders/claim-order.ts';
import { commitOrder } from '../../../core/orders/commit-order.ts';
import { copyFiles } from '../../../core/orders/copy-files.ts';
import type { Run } from '../../../core/orders/model/order.ts';
import { receivePayment } from '../../../core/orders/receive-payment.ts';
import { verifyFiles } from '../../../core/orders/verify-files.ts';
import { sweepHourly } from '../../../core/retention/sweep-hourly.ts';
import { type Fault, faulty } from '../../fakes/shared/faulty.ts';
import { aFile, anOrder, arrived } from './records.ts';
import { aWorld, type World } from './world.ts';

/** The operator who sweeps by hand. */
export const operator = { ownerId: 'usr_operator', admin: true, worker: true };
const payment = { orderId: 'ord_1', paymentId: 'pay_1', amount: { value: 49.9, currency: 'EUR' } };
/** For what fails and is expected to. */
export const quiet = (): void => {};

/** Operations that yield items one by one. The scheduler and faults leave them alone. */
const streams: ReadonlySet<string> = new Set(['expiring', 'held', 'listOwned', 'open']);

/**
 * The same world for one of several actors: fast-check decides whose call is next, and `fault`
 * whether it arrives.
 */
export const actorIn = (
  world: World,
  scheduler: fc.Scheduler,
  fault: () => Fault = () => undefined,
): World => {
  const scheduled = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function' || streams.has(String(name)))
          return typeof member === 'function' ? member.bind(target) : member;
        return scheduler.scheduleFunction((...args: unknown[]) => {
          const answer: Promise<unknown> = Reflect.apply(member, target, args);
          // One of two concurrent calls may fail when the other is not awaited any more.
          answer.catch(quiet);
          return answer;
        });
      },
    });
  const acting = <Port extends object>(port: Port): Port =>
    scheduled(faulty(port, (operation) => (streams.has(operation) ? undefined : fault())));
  const { uploads, orders, jobs, objects, links, erasures } = world;
  const ports = { uploads: acting(uploads), orders: acting(orders), jobs: acting(jobs) };
  return {
    ...world,
    ...ports,
    objects: acting(objects),
    links: acting(links),
    erasures: acting(erasures),
  } as World;
};

/** A photo in an order that is older than any checkout, so that only a payment can save it. */
export const oldOrder = (): World => {
  const world = aWorld();
  arrived(world, 'upl_photo', { orderIds: ['ord_1'] });
  world.orders.put(anOrder(), [aFile('photo')]);
  world.clock.set('2030-02-15T00:00:00.000Z');
  return world;
};

/** Whether anything is left of the photo, anywhere. */
export const hasBytes = ({ objects }: World): boolean =>
  objects.all.some(({ key }) => key.endsWith('upl_photo'));

/** Delivered again and again until it is no longer too early, as the queue would. */
export const pay = async (world: World, deliveries: number): Promise<void> => {
  for (let delivery = 0; delivery < deliveries; delivery++) {
    try {
      await receivePayment(world, payment);
      return;
    } catch (error) {
      if (!(error instanceof PaymentTooEarly)) throw error;
    }
  }
};

/** The next sweep finds what this one left. */
export const sweepUntilDone = async (world: World): Promise<void> => {
  world.clock.advance(21 * 60_000);
  await sweepHourly({ ...world, sweepHours: 168 }, quiet);
};

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
export const executions = (world: World, inTurn: () => World) => {
  const running = new Map<string, Promise<void>>();
  world.migrations.start = async (run) => {
    if (running.has(run.runId)) return 'taken';
    running.set(run.runId, migrate(inTurn(), run));
    return 'begun';
  };
  return { finished: () => Promise.all(running.values()) };
};

/** Fails every call from the one after `calls` on: the first before or after its effect. */
export const dyingAfter = (calls: number, fault: Fault): (() => Fault) => {
  let call = 0;
  return () => (call++ < calls ? undefined : call === calls + 1 ? fault : 'before');
};
