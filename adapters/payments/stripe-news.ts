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

/** Payments, charges, refunds and disputes keep the id of their order alike. */
const orderIdPath = 'data.object.metadata.orderId';

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

const disputeSchema = z.object({
  ...linked,
  id: z.string(),
  amount: z.int().positive(),
  status: z.string(),
});

type Linked = z.infer<z.ZodObject<typeof linked>>;

/** What refunds, charges and disputes say alike. `units`: the amount as Stripe counts it. */
const newsOf = (
  { created }: StripeEvent,
  { payment_intent: paymentId, currency, metadata }: Linked,
  units: number,
) => ({
  paymentId,
  ...(metadata?.orderId !== undefined && { orderId: metadata.orderId }),
  amount: fromMinorUnits(units, currency, 'stripe'),
  at: new Date(created * 1000).toISOString(),
});

const totalOf = (event: StripeEvent): PaymentEvent => {
  const charge = parseInput(chargeSchema, event.data.object);
  const detail = { ...newsOf(event, charge, charge.amount_refunded), status: 'settled' as const };
  return { detailType: 'PaymentRefundChanged', detail };
};

const refundOf = (event: StripeEvent): PaymentEvent => {
  const refund = parseInput(refundSchema, event.data.object);
  const status = finalStatuses.get(`${refund.status}`) ?? 'pending';
  const detail = { ...newsOf(event, refund, refund.amount), refundId: refund.id, status };
  return { detailType: 'PaymentRefundChanged', detail };
};

/** An inquiry that is closed (`warning_closed`) took no money. */
const disputeOf = (event: StripeEvent): PaymentEvent => {
  const dispute = parseInput(disputeSchema, event.data.object);
  const ended = dispute.status === 'lost' ? 'lost' : 'won';
  const status = event.type === 'charge.dispute.closed' ? ended : 'open';
  const detail = {
    ...newsOf(event, dispute, dispute.amount),
    disputeId: dispute.id,
    status,
  } as const;
  return { detailType: 'PaymentDisputed', detail };
};

/** What Stripe reports about a payment after it was made. */
const laterNews: ReadonlyMap<string, (event: StripeEvent) => PaymentEvent> = new Map([
  ['charge.refunded', totalOf],
  ['refund.created', refundOf],
  ['refund.updated', refundOf],
  ['refund.failed', refundOf],
  ['charge.refund.updated', refundOf],
  ['charge.dispute.created', disputeOf],
  ['charge.dispute.closed', disputeOf],
]);

/** The news in a verified event of Stripe's. Throws `InvalidInput` naming the missing field. */
export const stripeNews = (body: string, reading: Reading): ProviderNews[] => {
  const event = parseInput(eventSchema, parsed(body));
  return [...paymentOf(event, reading), ...laterNewsOf(event, reading)].map((told) => ({
    key: `stripe#${event.id}`,
    event: told,
  }));
};

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    throw InvalidInput.of('body', 'must be JSON');
  }
};

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

const mappingOf = (amount: string): PaymentMapping => ({
  orderId: orderIdPath,
  paymentId: 'data.object.id',
  amountValue: `data.object.${amount}`,
  currency: 'data.object.currency',
  unit: 'minor',
  provider: 'stripe',
});

const laterNewsOf = (event: StripeEvent, reading: Reading): PaymentEvent[] => {
  const read = laterNews.get(event.type);
  return read && mayBeOurs(event, reading) ? [read(event)] : [];
};

/** Disputes, and refunds made in the dashboard, name no order: whose they are, the payment says. */
const mayBeOurs = (event: StripeEvent, { filter }: Reading): boolean =>
  hasIntent(event) &&
  (valueAt(event, orderIdPath) === undefined ||
    isOurPayment(event, { orderId: orderIdPath, ...(filter && { filter }) }));

/** What belongs to no PaymentIntent belongs to no payment that we know. */
const hasIntent = ({ data }: StripeEvent): boolean =>
  typeof data.object.payment_intent === 'string';
