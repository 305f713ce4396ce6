import { InvalidInput } from '../../errors.ts';
import { daysAfter } from '../../shared/model/later.ts';
import { fromMinorUnits, type Money, minorUnits } from '../../shared/model/money.ts';
import type { Order } from './order.ts';
import type { RefundNews } from './refund-news.ts';

type RefundRecord = NonNullable<Order['refunds']>[number];

/** Refunds that an order remembers. DynamoDB's items end at 400 KB. */
export const mostRefunds = 100;

/** A refund ends by failing or not at all. */
const finality: Record<RefundRecord['status'], number> = { pending: 0, settled: 1, refused: 2 };

/** The payment of that id that the order accepted or holds. */
export const paymentNamed = ({ payment, heldPayments }: Order, paymentId: string) =>
  [...(payment ? [payment] : []), ...heldPayments].find((one) => one.paymentId === paymentId);

/** A payment's refunded amount and the time of the last refund; undefined without refunds. */
export const refundedOf = (
  order: Order,
  paymentId: string,
): { amount: Money; at: string } | undefined => {
  const records = refundsOf(order, paymentId);
  const units = refundedUnits(records);
  const [first, ...rest] = records.filter(({ status }) => status === 'settled');
  if (!first || units <= 0) return undefined;
  const at = rest.reduce((latest, record) => (record.at > latest ? record.at : latest), first.at);
  return { amount: fromMinorUnits(units, first.amount.currency), at };
};

const refundsOf = ({ refunds = [] }: Order, paymentId: string): RefundRecord[] =>
  refunds.filter((record) => record.paymentId === paymentId);

/**
 * Minor units that were refunded of a payment. A provider tells single refunds, or the total so
 * far, or both. Stripe's total contains refunds that are pending; these count once they settle. A
 * refund that failed at the total's time or after it has left the total.
 */
const refundedUnits = (records: readonly RefundRecord[]): number => {
  const single = unitsOf(records, 'settled');
  const total = records.find((record) => isTotal(record) && record.status === 'settled');
  if (!total) return single;
  const failedSince = records.filter(({ at }) => at >= total.at);
  const open = unitsOf(records, 'pending') + unitsOf(failedSince, 'refused');
  return Math.max(single, minorUnits(total.amount) - open);
};

/** Minor units of the single refunds in a status. */
const unitsOf = (records: readonly RefundRecord[], status: RefundRecord['status']): number =>
  records
    .filter((record) => !isTotal(record) && record.status === status)
    .reduce((sum, { amount }) => sum + minorUnits(amount), 0);

const isTotal = ({ refundId }: RefundRecord): boolean => refundId === undefined;

/** True once a payment was refunded whole. */
export const isRefunded = (order: Order, paymentId: string): boolean => {
  const paid = paymentNamed(order, paymentId);
  const refunded = refundedOf(order, paymentId);
  return paid !== undefined && refunded !== undefined && covers(refunded.amount, paid.amount);
};

const covers = (back: Money, paid: Money): boolean =>
  back.currency === paid.currency && minorUnits(back) >= minorUnits(paid);

/**
 * True once the payment that the order accepted went back whole, by refunds or by a lost dispute: a
 * refund after that would be a second one.
 */
export const isPaidBack = (order: Order): boolean => {
  const { payment, disputes = [] } = order;
  if (payment === undefined) return false;
  const isLost = disputes.some(
    ({ paymentId, status, amount }) =>
      paymentId === payment.paymentId && status === 'lost' && covers(amount, payment.amount),
  );
  return isLost || isRefunded(order, payment.paymentId);
};

/** How the refund of the accepted payment stands. `refused`: nothing more is on its way. */
export type RefundState = 'requested' | 'settled' | 'refused';

export const refundStateOf = (order: Order): RefundState => {
  const { payment, refund } = order;
  if (!payment) return 'requested';
  if (isPaidBack(order)) return 'settled';
  const records = latestOf(refundsOf(order, payment.paymentId));
  if (records.some(({ status }) => status === 'pending')) return 'requested';
  // A refusal before the present request says nothing about the present one.
  const isRefused = records.some(
    ({ status, at }) => status === 'refused' && (!refund || isSince(at, refund.requestedAt)),
  );
  return isRefused ? 'refused' : 'requested';
};

/** The single refunds, and the latest total. */
const latestOf = (records: readonly RefundRecord[]): RefundRecord[] => {
  const [total] = records.filter(isTotal).sort((a, b) => compareNews(b, a));
  return [...records.filter((record) => !isTotal(record)), ...(total ? [total] : [])];
};

/**
 * Negative if `a` is the earlier news. Providers tell seconds: of the same time, the more final
 * status is later, then the larger amount, so that the order of arrival decides nothing.
 */
const compareNews = (a: RefundRecord, b: RefundRecord): number =>
  Date.parse(a.at) - Date.parse(b.at) ||
  finality[a.status] - finality[b.status] ||
  minorUnits(a.amount) - minorUnits(b.amount);

/** Providers tell seconds: an answer of the same second comes after what it answers. */
const isSince = (at: string, request: string): boolean =>
  Date.parse(at) >= Math.floor(Date.parse(request) / 1000) * 1000;

/**
 * The order with news of a refund; the same order if it knew this or later news. Partial refunds
 * are amounts and change no state. Throws `InvalidInput` for another currency than was paid.
 */
export const recordRefund = (
  order: Order,
  news: RefundNews,
  policy: { now: string; revokesLinks: boolean },
): Order => {
  const record = recordOf(news);
  const known = order.refunds?.find((one) => isSameRefund(one, record));
  if (known && compareNews(record, known) <= 0) return order;
  return withLinks(withRecord(order, record), policy);
};

/** Times are compared as texts, so all have milliseconds. */
const recordOf = ({ orderId: _known, at, ...record }: RefundNews): RefundRecord => ({
  ...record,
  at: new Date(at).toISOString(),
});

/** Totals are kept by status: one that is pending or refused takes nothing of a settled one. */
const isSameRefund = (a: RefundRecord, b: RefundRecord): boolean =>
  a.paymentId === b.paymentId &&
  a.refundId === b.refundId &&
  (!isTotal(a) || a.status === b.status);

/** Links of a refunded order answer again if its refund fails after all. */
const withLinks = (
  order: Order,
  { now, revokesLinks }: { now: string; revokesLinks: boolean },
): Order => {
  const { linksRevokedAt, ...rest } = order;
  const { payment } = order;
  if (!revokesLinks || !payment || !isRefunded(order, payment.paymentId)) return rest;
  return { ...rest, linksRevokedAt: linksRevokedAt ?? now };
};

const withRecord = (order: Order, record: RefundRecord): Order => {
  assertCurrency(order, record);
  const others = (order.refunds ?? []).filter((known) => !isSameRefund(known, record));
  if (others.length >= mostRefunds)
    throw InvalidInput.of('refundId', `must be one of the order's ${mostRefunds} refunds at most`);
  return { ...order, refunds: [...others, record] };
};

/** Units of two currencies have no sum: 4,989 yen and a cent are no 49.90 euros. */
const assertCurrency = (order: Order, { paymentId, amount }: RefundRecord): void => {
  const paid = paymentNamed(order, paymentId);
  if (paid && paid.amount.currency !== amount.currency)
    throw InvalidInput.of('amount.currency', `must be ${paid.amount.currency}, as paid`);
};

/** True if the order knows that the provider refused this very refund. */
export const isKnownRefusal = ({ refunds = [] }: Order, news: RefundNews): boolean =>
  news.refundId !== undefined &&
  refunds.some((known) => isSameRefund(known, news) && known.status === 'refused');

/** True while the reconciler waits for a requested refund to settle. */
export const isRefundAwaited = (order: Order): boolean =>
  order.refund?.settleBy !== undefined &&
  order.refund.overdueAt === undefined &&
  refundStateOf(order) === 'requested';

/** The order with the day by which its refund must have settled, counted from the request. */
export const awaitRefund = (order: Order, days: number): Order => {
  const { refund } = order;
  if (!refund || refund.settleBy !== undefined || refundStateOf(order) !== 'requested')
    return order;
  const settleBy = daysAfter(refund.requestedAt, days).toISOString();
  return { ...order, refund: { ...refund, settleBy } };
};

/** True if the refund should have settled by now, and no alert was raised yet. */
export const isRefundOverdue = (order: Order, now: string): boolean =>
  isRefundAwaited(order) && order.refund?.settleBy !== undefined && order.refund.settleBy <= now;
