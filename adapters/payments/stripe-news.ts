import * as z from 'zod';
import { InvalidInput } from '../../core/errors.ts';
import { valueAt } from '../../core/orders/model/event-path.ts';
import { mapPayment } from '../../core/orders/model/map-payment.ts';
import { isOurPayment } from '../../core/orders/model/payment-filter.ts';
import type { RefundNews } from '../../core/orders/model/refund-news.ts';
import type { PaymentFilter, PaymentMapping } from '../../core/payment-contract.ts';
import type { PaymentEvent, ProviderNews } from '../../core/payments/model/provider-news.ts';
import { fromMinorUnits } from '../../core/shared/model/money.ts';
import { parseInput } from '../../core/shared/model/parse-input.ts';

/** When an order counts as paid: once Stripe took the money, or once it is authorized. */
export type PaidWhen = 'captured' | 'authorized';

type Reading = { filter?: PaymentFilter | undefined; paidWhen?: PaidWhen | undefined };

const eventSchema = z.object({
  id: z.string().min(1).max(255),
  type: z.string(),
  created: z.int().nonnegative(),
  data: z.object({ object: z.looseObject({}) }),
});

type StripeEvent = z.infer<typeof eventSchema>;

const paymentTypes: Readonly<Record<string, { amount: string; paidWhen: PaidWhen }>> = {
  'payment_intent.succeeded': { amount: 'amount_received', paidWhen: 'captured' },
  'payment_intent.amount_capturable_updated': {
    amount: 'amount_capturable',
    paidWhen: 'authorized',
  },
};

/** Payments, charges and refunds keep the id of their order alike. */
const orderIdPath = 'data.object.metadata.orderId';

const mappingOf = (amount: string): PaymentMapping => ({
  orderId: orderIdPath,
  paymentId: 'data.object.id',
  amountValue: `data.object.${amount}`,
  currency: 'data.object.currency',
  unit: 'minor',
  provider: 'stripe',
});

const paymentOf = (
  event: StripeEvent,
  { filter, paidWhen = 'captured' }: Reading,
): PaymentEvent[] => {
  const read = paymentTypes[event.type];
  if (read?.paidWhen !== paidWhen) return [];
  const mapping = mappingOf(read.amount);
  if (!isOurPayment(event, { ...mapping, ...(filter && { filter }) })) return [];
  return [{ detailType: 'PaymentSucceeded', detail: mapPayment(event, mapping) }];
};

/** Every other status is on its way to one of these: `pending`, `requires_action`, none yet. */
const finalStatuses: ReadonlyMap<string, RefundNews['status']> = new Map([
  ['succeeded', 'settled'],
  ['failed', 'refused'],
  ['canceled', 'refused'],
]);

const linked = {
  payment_intent: z.string().min(1),
  currency: z.string().toUpperCase(),
  metadata: z.looseObject({ orderId: z.string().optional() }).nullish(),
};

const refundSchema = z.object({
  ...linked,
  id: z.string(),
  amount: z.int().positive(),
  status: z.string().nullable(),
});

const chargeSchema = z.object({ ...linked, amount_refunded: z.int().positive() });

const refundTypes: ReadonlySet<string> = new Set([
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.refund.updated',
]);

type Linked = { payment_intent: string; currency: string; metadata?: unknown };

const newsOf = (
  event: StripeEvent,
  object: Linked & { metadata?: { orderId?: string | undefined } | null | undefined },
  rest: { units: number; refundId?: string; status: RefundNews['status'] },
): PaymentEvent[] => {
  const { units, ...more } = rest;
  const orderId = object.metadata?.orderId;
  const detail: RefundNews = {
    paymentId: object.payment_intent,
    ...(orderId !== undefined && { orderId }),
    ...more,
    amount: fromMinorUnits(units, object.currency, 'stripe'),
    at: new Date(event.created * 1000).toISOString(),
  };
  return [{ detailType: 'PaymentRefundChanged', detail }];
};

/** A refund that belongs to no PaymentIntent is none of a payment that we know. */
const hasIntent = ({ data }: StripeEvent): boolean =>
  typeof data.object.payment_intent === 'string';

/** Refunds made in the dashboard name no order: whose they are, their payment says. */
const mayBeOurs = (event: StripeEvent, { filter }: Reading): boolean =>
  valueAt(event, orderIdPath) === undefined ||
  isOurPayment(event, { orderId: orderIdPath, ...(filter && { filter }) });

const refundOf = (event: StripeEvent, reading: Reading): PaymentEvent[] => {
  if (!hasIntent(event) || !mayBeOurs(event, reading)) return [];
  if (event.type === 'charge.refunded') {
    const charge = parseInput(chargeSchema, event.data.object);
    return newsOf(event, charge, { units: charge.amount_refunded, status: 'settled' });
  }
  if (!refundTypes.has(event.type)) return [];
  const refund = parseInput(refundSchema, event.data.object);
  const status = finalStatuses.get(`${refund.status}`) ?? 'pending';
  return newsOf(event, refund, { units: refund.amount, refundId: refund.id, status });
};

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    throw InvalidInput.of('body', 'must be JSON');
  }
};

/** The news in a verified event of Stripe's. Throws `InvalidInput` naming the missing field. */
export const stripeNews = (body: string, reading: Reading): ProviderNews[] => {
  const event = parseInput(eventSchema, parsed(body));
  return [...paymentOf(event, reading), ...refundOf(event, reading)].map((told) => ({
    key: `stripe#${event.id}`,
    event: told,
  }));
};
