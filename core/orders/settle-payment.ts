import * as z from 'zod';
import { InvalidInput } from '../errors.ts';
import { assertMay } from '../sessions/model/powers.ts';
import type { Caller } from '../sessions/model/session.ts';
import { parseInput } from '../shared/model/parse-input.ts';
import type { Clock } from '../shared/ports.ts';
import { changeOrder, readOrder } from './change-order.ts';
import type { Order, OrderWithFiles } from './model/order.ts';
import type { Orders } from './ports.ts';

export const settlePaymentSchema = z.strictObject({
  /** The decision in words, for later readers of the order. */
  note: z
    .string('must be a string')
    .max(500, 'must be at most 500 characters')
    .refine((text) => text.isWellFormed(), 'must be well-formed Unicode')
    .optional(),
});

type Wanted = { orderId: string; paymentId: string | undefined; body: unknown };

/**
 * Takes a held payment off the operators' list, for an operator or the shop's backend. The order is
 * not paid by that. Idempotent. Throws `NotAllowed`, `NotFound`, or `InvalidInput` for another
 * payment.
 */
export const settlePayment = async (
  { orders, clock }: { orders: Orders; clock: Clock },
  caller: Caller,
  { orderId, paymentId, body }: Wanted,
): Promise<OrderWithFiles> => {
  assertMay(
    caller,
    'settle',
    'Only operators, and machine keys made for it, may settle a held payment.',
  );
  const { note } = parseInput(settlePaymentSchema, body);
  const told = { settledAt: clock.now().toISOString(), ...(note !== undefined && { note }) };
  await changeOrder({ orders, clock }, orderId, ({ order }) => ({
    order: settled(order, paymentId, told),
  }));
  return readOrder(orders, orderId);
};

/** The first word stands: a payment is decided on once. */
const settled = (
  order: Order,
  paymentId: string | undefined,
  told: { settledAt: string; note?: string | undefined },
): Order => {
  const held = order.heldPayments.find((one) => one.paymentId === paymentId);
  if (!held) throw noSuchPayment();
  if (held.settledAt !== undefined) return order;
  const heldPayments = order.heldPayments.map((one) => (one === held ? { ...one, ...told } : one));
  return { ...order, heldPayments };
};

const noSuchPayment = (): InvalidInput =>
  InvalidInput.of('paymentId', 'must be a held payment of this order');
