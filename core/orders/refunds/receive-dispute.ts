import type { DisputeNews } from '../model/dispute-news.ts';
import { recordDispute } from '../model/order-disputes.ts';
import { type NewsDeps, type NewsVerdict, recordNews } from './record-news.ts';

/**
 * Records the state of a dispute and tells the operators; files, links and refunds stay as they
 * are. Idempotent, for news in any order. Throws `PaymentTooEarly` while the order does not know
 * the payment yet.
 */
export const receiveDispute = (deps: NewsDeps, news: DisputeNews): Promise<NewsVerdict> =>
  recordNews(deps, news, {
    record: (order) => recordDispute(order, news),
    alertOf: () =>
      news.status === 'won' ? undefined : { kind: 'payment_disputed', message: messageOf(news) },
  });

const messageOf = ({ paymentId, disputeId, status }: DisputeNews): string =>
  status === 'lost'
    ? `Dispute ${disputeId} is lost: the money of payment ${paymentId} went back to the customer.`
    : `The customer's bank disputes payment ${paymentId} (${disputeId}). Answer it at the ` +
      'provider before its deadline.';
