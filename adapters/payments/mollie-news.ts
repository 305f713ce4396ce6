import { createHash } from 'node:crypto';
import * as z from 'zod';
import { valueAt } from '../../core/orders/model/event-path.ts';
import { mapPayment } from '../../core/orders/model/map-payment.ts';
import type { RefundNews } from '../../core/orders/model/refund-news.ts';
import type { PaymentMapping } from '../../core/payment-contract.ts';
import type { PaymentEvent, ProviderNews } from '../../core/payments/model/provider-news.ts';
import { parseInput } from '../../core/shared/model/parse-input.ts';

/** Where a payment of Mollie keeps what we need. */
export const mollieMapping: PaymentMapping = {
  orderId: 'metadata.orderId',
  paymentId: 'id',
  amountValue: 'amount.value',
  currency: 'amount.currency',
  unit: 'major',
};

/** Shops keep in `metadata` what they like: a text, a list, an object. */
export const molliePaymentSchema = z.looseObject({
  id: z.string(),
  status: z.string(),
  metadata: z.unknown().optional(),
  _embedded: z
    .looseObject({ refunds: z.unknown().optional(), chargebacks: z.unknown().optional() })
    .optional(),
});

type MolliePayment = z.infer<typeof molliePaymentSchema>;

/** Every other status is on its way to one of these: `queued`, `pending`, `processing`. */
const finalStatuses: ReadonlyMap<string, RefundNews['status']> = new Map([
  ['refunded', 'settled'],
  ['failed', 'refused'],
  ['canceled', 'refused'],
]);

/** Mollie writes amounts as decimal strings. */
const amountSchema = z
  .object({ value: z.string().regex(/^\d+(\.\d+)?$/), currency: z.string() })
  .transform(({ value, currency }) => ({ value: Number(value), currency }));

const refundSchema = z.object({
  id: z.string(),
  status: z.string(),
  amount: amountSchema,
  createdAt: z.string().optional(),
});

const chargebackSchema = z.object({
  id: z.string(),
  amount: amountSchema,
  createdAt: z.string().optional(),
  reversedAt: z.string().nullish(),
});

/**
 * The news in Mollie's answer. A part that cannot be understood keeps back no other: its
 * `InvalidInput` is thrown after the last of them.
 */
export function* mollieNews(payment: MolliePayment, askedAt: Date): Generator<ProviderNews> {
  const faults: unknown[] = [];
  const events = partsOf(payment, askedAt).flatMap((read) => {
    try {
      return [read()];
    } catch (fault) {
      faults.push(fault);
      return [];
    }
  });
  yield* events.map((event) => ({ key: keyOf(event), event }));
  if (faults.length > 0) throw faults[0];
}

/** Everything that an answer may tell, not read yet. */
const partsOf = (payment: MolliePayment, askedAt: Date): (() => PaymentEvent)[] => {
  // biome-ignore lint/complexity/useLiteralKeys: Mollie's own name.
  const { refunds = [], chargebacks = [] } = payment['_embedded'] ?? {};
  const paid = (): PaymentEvent => ({
    detailType: 'PaymentSucceeded',
    detail: mapPayment(payment, mollieMapping),
  });
  return [
    ...(payment.status === 'paid' ? [paid] : []),
    ...[refunds].flat().map((part) => () => refundOf(payment, part, askedAt)),
    ...[chargebacks].flat().map((part) => () => disputeOf(payment, part, askedAt)),
  ];
};

const refundOf = (payment: MolliePayment, part: unknown, askedAt: Date): PaymentEvent => {
  const refund = parseInput(refundSchema, part);
  const { id: refundId, status, amount } = refund;
  return {
    detailType: 'PaymentRefundChanged',
    detail: {
      ...paymentOf(payment),
      refundId,
      status: finalStatuses.get(status) ?? 'pending',
      amount,
      at: standsSince(refund, askedAt),
    },
  };
};

/** What refunds and chargebacks say alike of their payment. */
const paymentOf = (payment: MolliePayment) => {
  const orderId = valueAt(payment, mollieMapping.orderId);
  return { paymentId: payment.id, ...(typeof orderId === 'string' && { orderId }) };
};

/**
 * Since when a refund stands as Mollie says. Mollie does not tell, and two webhooks may be asked
 * for at once and answered in the other order: a pending refund stands so since it was made, and no
 * answer that comes late is later than the end of the refund.
 */
const standsSince = (
  { status, createdAt }: z.infer<typeof refundSchema>,
  askedAt: Date,
): string => {
  const created = timeOf(createdAt, askedAt);
  return (finalStatuses.has(status) && created < askedAt ? askedAt : created).toISOString();
};

const timeOf = (text: string | undefined, otherwise: Date): Date => {
  const time = new Date(text ?? 'unknown');
  return Number.isNaN(time.getTime()) ? otherwise : time;
};

const disputeOf = (payment: MolliePayment, part: unknown, askedAt: Date): PaymentEvent => {
  const { id: disputeId, amount, createdAt, reversedAt } = parseInput(chargebackSchema, part);
  return {
    detailType: 'PaymentDisputed',
    detail: {
      ...paymentOf(payment),
      disputeId,
      status: reversedAt ? 'won' : 'open',
      amount,
      at: timeOf(reversedAt ?? createdAt, askedAt).toISOString(),
    },
  };
};

/** Mollie's webhooks have no id of their own: the same state is the same news. */
const keyOf = ({ detailType, detail }: PaymentEvent): string => {
  const { at: _asked, ...state } = { at: '', ...detail };
  const hash = createHash('sha256')
    .update(JSON.stringify([detailType, state]))
    .digest('hex');
  return `mollie#${hash}`;
};
