import { InvalidInput } from '../../errors.ts';
import type { DisputeNews } from './dispute-news.ts';
import type { Order } from './order.ts';

/** Disputes that an order remembers; providers allow one a payment, or a few. */
export const mostDisputes = 100;

/**
 * The order with news of a dispute; the same order if it knew this or later news. A dispute changes
 * no state of the order: a person decides what follows.
 */
export const recordDispute = (order: Order, news: DisputeNews): Order => {
  const { orderId: _known, at, ...dispute } = news;
  const disputes = order.disputes ?? [];
  const known = disputes.find(({ disputeId }) => disputeId === news.disputeId);
  if (known && (known.status === news.status || !isLater(news, known))) return order;
  const others = disputes.filter((one) => one !== known);
  if (others.length >= mostDisputes)
    throw new InvalidInput([
      { field: 'disputeId', message: `must be one of the order's ${mostDisputes} at most` },
    ]);
  return { ...order, disputes: [...others, { ...dispute, at: new Date(at).toISOString() }] };
};

type DisputeRecord = NonNullable<Order['disputes']>[number];

/** Providers tell seconds: of the same second, the end of a dispute is later than its beginning. */
const isLater = (news: DisputeNews, known: DisputeRecord): boolean =>
  (Date.parse(news.at) - Date.parse(known.at) ||
    Number(news.status !== 'open') - Number(known.status !== 'open')) > 0;
