import { isKnownRefusal, recordRefund } from '../model/order-refunds.ts';
import type { RefundNews } from '../model/refund-news.ts';
import { type NewsDeps, type NewsVerdict, recordNews } from './record-news.ts';

/** `revokesLinks`: links of a completed order end when its payment was refunded whole. */
type Deps = NewsDeps & { revokesLinks: boolean };

/**
 * Records the state of a refund. Idempotent, for news in any order. Throws `PaymentTooEarly` while
 * the order does not know the payment yet.
 */
export const receiveRefund = (
  { revokesLinks, ...deps }: Deps,
  news: RefundNews,
): Promise<NewsVerdict> => {
  const message = `The provider did not refund payment ${news.paymentId}. Refund it another way.`;
  return recordNews(deps, news, {
    record: (order, now) => recordRefund(order, news, { now, revokesLinks }),
    // Mollie tells no time of a refusal: what it tells again, weeks later, is news of that time.
    alertOf: (order) =>
      news.status === 'refused' && !isKnownRefusal(order, news)
        ? { kind: 'refund_refused', message }
        : undefined,
  });
};
