import { AlreadyExists, NotFound, PaymentTooEarly } from '../errors.ts';
import { orderEvents } from '../event-names.ts';
import type { Alerts, Clock, EventBus } from '../shared/ports.ts';
import type { Upload } from '../uploads/model/upload.ts';
import type { Uploads } from '../uploads/ports.ts';
import { changeOrder, readOrder } from './change-order.ts';
import type { Order, OrderFile, OrderWithFiles } from './model/order.ts';
import { isPaidBack } from './model/order-refunds.ts';
import {
  acceptPayment,
  firstRun,
  holdUsedPayment,
  type PaymentVerdict,
} from './model/order-transitions.ts';
import type { Payment } from './model/payment.ts';
import type { Migrations, Orders, Start } from './ports.ts';

type Deps = {
  orders: Orders;
  uploads: Uploads;
  migrations: Migrations;
  alerts: Alerts;
  bus: Pick<EventBus, 'publish'>;
  clock: Clock;
};

/** The order's uploads, and those of them that its migration waits for. */
export const awaitedUploads = async (
  uploads: Pick<Uploads, 'findMany'>,
  files: readonly OrderFile[],
): Promise<{ found: Upload[]; awaited: Upload[] }> => {
  const found = await uploads.findMany(files.map(({ uploadId }) => uploadId));
  const required = new Set(files.filter((file) => file.required).map(({ uploadId }) => uploadId));
  const isAwaited = (upload: Upload) => isWaitedFor(upload, required.has(upload.uploadId));
  return { found, awaited: found.filter(isAwaited) };
};

/**
 * Bytes that have arrived are kept, whether the order needs them or not; those still on their way
 * hold up only an order that needs them.
 */
const isWaitedFor = ({ status }: Upload, isRequired: boolean): boolean =>
  status === 'checking' || (isRequired && status === 'pending');

/**
 * Runs after the payment is on record, because a sweeper marks an upload before it looks for
 * payments. A mark found here is either withdrawn soon, or the bytes go and the record says so. The
 * outcome is not known before that. An order whose payment went back waits for no file: it would
 * wait for ever for one that the customer gave up.
 */
export const assertUploadsSettled = async (
  uploads: Pick<Uploads, 'findMany'>,
  { order, files }: OrderWithFiles,
): Promise<void> => {
  const { orderId } = order;
  const { found, awaited } = await awaitedUploads(uploads, files);
  if (awaited.length > 0 && !isPaidBack(order))
    throw tooEarlyFor(orderId, awaited, 'has not arrived or is being checked');
  const marked = found.filter(({ removal }) => removal !== undefined);
  if (marked.length > 0) throw tooEarlyFor(orderId, marked, 'is being looked at by the sweeper');
};

const tooEarlyFor = (orderId: string, waiting: readonly Upload[], why: string): PaymentTooEarly => {
  const uploadIds = waiting.map(({ uploadId }) => uploadId);
  return new PaymentTooEarly(`Order ${orderId} is paid, but ${uploadIds.join(', ')} ${why}.`, {
    context: { orderId, waiting: uploadIds },
  });
};

/**
 * Starts the order's current attempt, if it waits for one; else `settled`. Safe to repeat: the
 * execution's name is the attempt's.
 */
export const startMigration = async (
  deps: Pick<Deps, 'orders' | 'uploads' | 'migrations'>,
  orderId: string,
): Promise<Start | 'settled'> => {
  const current = await readOrder(deps.orders, orderId);
  const { order } = current;
  if (order.status !== 'paid' || order.migration.status !== 'pending') return 'settled';
  await assertUploadsSettled(deps.uploads, current);
  return deps.migrations.start(firstRun(order));
};

/**
 * Records a payment and starts the migration. Throws `PaymentTooEarly` while the order or a
 * required upload is on its way, or any is being checked.
 */
export const receivePayment = async (deps: Deps, payment: Payment): Promise<PaymentVerdict> => {
  const { verdict } = await recordPayment(deps, payment).catch((error: unknown) => {
    throw error instanceof NotFound ? tooEarly(payment, error) : error;
  });
  if (verdict === 'start') await startMigration(deps, payment.orderId);
  return verdict;
};

const recordPayment = async (
  deps: Deps,
  payment: Payment,
): Promise<{ verdict: PaymentVerdict }> => {
  try {
    return await changeByPayment(deps, payment, acceptPayment);
  } catch (error) {
    if (error instanceof AlreadyExists) return changeByPayment(deps, payment, holdUsedPayment);
    throw error;
  }
};

type Accept = (
  order: Order,
  payment: Payment,
  now: string,
) => { verdict: PaymentVerdict; order: Order };

const changeByPayment = (
  deps: Deps,
  payment: Payment,
  accept: Accept,
): Promise<{ verdict: PaymentVerdict }> =>
  changeOrder(
    deps,
    payment.orderId,
    async ({ order }) => {
      const accepted = accept(order, payment, deps.clock.now().toISOString());
      // Before the record: a crash in between alerts twice, the other order could lose the alert.
      if (accepted.verdict === 'held') await tellHeld(deps, accepted.order, payment);
      return accepted;
    },
    payOrHold(deps.orders, payment.paymentId),
  );

/** Tells the operators, and the shop over the bus. */
const tellHeld = async (
  { alerts, bus }: Deps,
  { orderId, heldPayments }: Order,
  payment: Payment,
): Promise<void> => {
  await alerts.raise({ kind: 'payment_held', orderId, message: holdMessage(payment) });
  const { paymentId, amount } = payment;
  const reason = heldPayments.find((held) => held.paymentId === paymentId)?.reason;
  const detail = { orderId, payment: { paymentId, amount }, reason };
  await bus.publish({ detailType: orderEvents.paymentHeld, detail });
};

const holdMessage = (payment: Payment): string =>
  `Payment ${payment.paymentId} is a second one, of another amount than the order's, or has ` +
  'paid another order; review it for a refund.';

/** Pays the order and claims the payment in one write. Any other change holds the payment. */
const payOrHold =
  (orders: Orders, paymentId: string) =>
  (order: Order): Promise<Order> =>
    order.payment?.paymentId === paymentId
      ? orders.pay({ ...order, payment: order.payment })
      : orders.hold(order, paymentId);

const tooEarly = ({ orderId, paymentId }: Payment, cause: NotFound): PaymentTooEarly =>
  new PaymentTooEarly(`Payment ${paymentId} names order ${orderId}, which does not exist yet.`, {
    cause,
    context: { orderId },
  });
