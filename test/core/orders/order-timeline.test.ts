import { describe, expect, it } from '@jest/globals';
import { beginCompensation } from '../../../core/orders/begin-compensation.ts';
import { claimOrder } from '../../../core/orders/claim-order.ts';
import { commitOrder } from '../../../core/orders/commit-order.ts';
import { copyFiles } from '../../../core/orders/copy-files.ts';
import { failOrder } from '../../../core/orders/fail-order.ts';
import type { Run } from '../../../core/orders/model/order.ts';
import { orderTimeline } from '../../../core/orders/order-timeline.ts';
import { publishOrderEvent } from '../../../core/orders/publish-order-event.ts';
import { receivePayment } from '../../../core/orders/receive-payment.ts';
import { recoverMigration } from '../../../core/orders/recover-migration.ts';
import { removeCopies } from '../../../core/orders/remove-copies.ts';
import { verifyFiles } from '../../../core/orders/verify-files.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import { aFile, anOrder, arrived, run } from '../builders/records.ts';
import { alice, aWorld, errorOf, mallory, uploadsBucket, type World } from '../builders/world.ts';

const operator = { ownerId: 'usr_operator', admin: true, worker: true };
const payment = { orderId: 'ord_1', paymentId: 'pay_1', amount: { value: 49.9, currency: 'EUR' } };

/** Every use case takes a minute. */
const minute = ({ clock }: World): void => clock.advance(60_000);

const placed = (...roles: string[]): World => {
  const world = aWorld();
  for (const role of roles) arrived(world, `upl_${role}`);
  world.orders.put(
    anOrder(),
    roles.map((role) => aFile(role)),
  );
  return world;
};

const step = async <Answer>(world: World, take: () => Promise<Answer>): Promise<Answer> => {
  minute(world);
  return take();
};

const migrate = async (world: World, by: Run): Promise<void> => {
  await step(world, () => claimOrder(world, by));
  const { chunks } = await claimOrder(world, by);
  for (const chunk of chunks) await step(world, () => copyFiles(world, chunk));
  for (const chunk of chunks) await step(world, () => verifyFiles(world, chunk));
};

const compensate = async (world: World, by: Run): Promise<void> => {
  const { chunks } = await step(world, () => beginCompensation(world, by));
  for (const chunk of chunks) await step(world, () => removeCopies(world, chunk).catch(() => []));
  await step(world, () => failOrder(world, by));
  await step(world, () => publishOrderEvent(world, by.orderId));
};

const paid = async (world: World): Promise<void> => {
  await step(world, () => receivePayment(world, payment));
};

const asOperator = (world: World) =>
  orderTimeline(world, operator, 'ord_1') as Promise<OperatorsView>;
type OperatorsView = {
  failure?: { role?: string; code: string };
  events: {
    event: string;
    at: string;
    attempt?: number;
    runId?: string;
    cause?: object;
    paymentId?: string;
  }[];
  attempts: {
    attempt: number;
    runs: string[];
    outcome?: string;
    cause?: object;
    startedAt?: string;
    endedAt?: string;
  }[];
  undone: { role: string; permanentKey: string; versionId?: string }[];
  outstanding: {
    who: string;
    what: string;
    roles?: string[];
    idempotencyKey?: string;
    paymentId?: string;
  }[];
  files: { role: string; status: string; failure?: object }[];
};

/** An order of three files, one of which vanished before it was copied. */
const failed = async (spoil: (world: World) => World = (world) => world): Promise<World> => {
  const world = placed('cover', 'front', 'back');
  await paid(world);
  const gone = world.objects.all.find(
    ({ bucket, key }) => bucket === uploadsBucket && key.endsWith('upl_cover'),
  );
  if (gone) await world.objects.removeVersion(gone);
  await migrate(world, run);
  await compensate(spoil(world), run);
  return world;
};

describe('the timeline of a failed order', () => {
  it('names the failing file and the cause', async () => {
    expect((await asOperator(await failed())).failure).toMatchObject({
      role: 'cover',
      code: 'source_missing',
    });
  });

  it('names what was undone: file, key and version', async () => {
    const { undone } = await asOperator(await failed());
    expect(
      undone.filter(({ versionId }) => versionId !== undefined).map(({ role }) => role),
    ).toEqual(['back', 'front']);
    expect(undone.find(({ role }) => role === 'back')?.permanentKey).toBe('photos/ord_1/upl_back');
  });

  it('names what is still to do, and by whom', async () => {
    expect((await asOperator(await failed())).outstanding).toEqual([
      { who: 'payment_provider', what: 'refund', idempotencyKey: 'refund-ord_1-pay_1' },
      { who: 'keepsake', what: 'look_for_late_copies' },
    ]);
  });

  it('tells what happened, in order', async () => {
    const { events } = await asOperator(await failed());
    expect(events.map(({ event }) => event)).toEqual([
      'created',
      'payment_accepted',
      'migration_started',
      'compensation_started',
      'compensated',
      'refund_requested',
      'announced',
    ]);
    expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted());
  });

  it('tells its one attempt: its run, when it began and ended, how and why', async () => {
    const { attempts } = await asOperator(await failed());
    expect(attempts).toEqual([
      {
        attempt: 1,
        runs: ['ord_1-1'],
        startedAt: '2030-01-01T00:02:00.000Z',
        endedAt: expect.any(String),
        outcome: 'compensated',
        cause: expect.objectContaining({ code: 'source_missing', role: 'cover' }),
      },
    ]);
  });

  it('names the files whose copies could not be removed: an operator must', async () => {
    const stuck = (world: World): World => ({
      ...world,
      objects: faulty(world.objects, (name) => (name === 'removeVersion' ? 'before' : undefined)),
    });
    const { outstanding, undone } = await asOperator(await failed(stuck));
    expect(outstanding[0]).toEqual({
      who: 'operator',
      what: 'remove_copies',
      roles: ['back', 'front'],
    });
    expect(undone.map(({ role }) => role)).not.toContain('front');
  });
});

describe('the timeline of an order that was tried again', () => {
  it('keeps the cause of the attempt before', async () => {
    const world = placed('photo');
    await paid(world);
    await step(world, () => claimOrder(world, run));
    await compensate(world, run);
    const second = { ...run, attempt: 2, runId: 'ord_1-2' };
    await migrate(world, second);
    await step(world, () => commitOrder(world, second));
    const { attempts, outstanding } = await asOperator(world);
    expect(attempts.map(({ outcome, cause, runs }) => ({ outcome, cause, runs }))).toMatchObject([
      { outcome: 'retry_due', cause: { code: 'unavailable' }, runs: ['ord_1-1'] },
      { outcome: 'completed', cause: undefined, runs: ['ord_1-2'] },
    ]);
    expect(outstanding).toEqual([
      { who: 'keepsake', what: 'announce', detailType: 'OrderMigrationCompleted' },
    ]);
  });

  it('shows the run that took over a dead one', async () => {
    const world = placed('photo');
    await paid(world);
    await step(world, () => claimOrder(world, run));
    await recoverMigration(world, {
      orderId: 'ord_1',
      runId: run.runId,
      cause: { code: 'interrupted', message: 'It died.' },
    });
    const { attempts, outstanding } = await asOperator(world);
    expect(attempts).toMatchObject([
      { runs: ['ord_1-1', 'ord_1-1-undo-1'], cause: { code: 'interrupted' } },
    ]);
    expect(outstanding).toEqual([{ who: 'keepsake', what: 'finish_compensation' }]);
  });
});

describe('the timeline of an order that nobody has worked on', () => {
  it('waits for the customer to pay', async () => {
    expect(await asOperator(placed('photo'))).toMatchObject({
      events: [{ event: 'created' }],
      attempts: [],
      outstanding: [{ who: 'customer', what: 'pay' }],
    });
  });

  it('shows a payment that waits for a person', async () => {
    const world = placed('photo');
    await step(world, () =>
      receivePayment(world, { ...payment, amount: { value: 1, currency: 'EUR' } }),
    );
    const { events, outstanding } = await asOperator(world);
    expect(events.at(-1)).toMatchObject({ event: 'payment_held', paymentId: 'pay_1' });
    expect(outstanding).toContainEqual({
      who: 'operator',
      what: 'review_payment',
      paymentId: 'pay_1',
    });
  });
});

describe('whose timeline it is', () => {
  it('shows its owner no executions, no payment ids, no places and nothing that is the operators’', async () => {
    const view = await orderTimeline(await failed(), alice, 'ord_1');
    expect(JSON.stringify(view)).not.toMatch(/ord_1-1|"pay_1"|photos\/|"operator"/);
    expect(view.outstanding).toContainEqual({ who: 'payment_provider', what: 'refund' });
  });

  it('answers a stranger exactly as if there were no order', async () => {
    const [foreign, missing] = [
      await errorOf(orderTimeline(placed('photo'), mallory, 'ord_1')),
      await errorOf(orderTimeline(aWorld(), mallory, 'ord_1')),
    ];
    expect(foreign).toMatchObject({ name: 'NotFound' });
    expect((foreign as Error).message).toBe((missing as Error).message);
  });

  it('has none for operators either, where there is no order', async () => {
    expect(await errorOf(orderTimeline(aWorld(), operator, 'ord_1'))).toMatchObject({
      name: 'NotFound',
    });
  });
});
