import type { DisputeNews } from '../../orders/model/dispute-news.ts';
import type { Payment } from '../../orders/model/payment.ts';
import type { RefundNews } from '../../orders/model/refund-news.ts';

/** A received webhook: `body` has the exact bytes; header names are in lower case. */
export type SentWebhook = {
  body: string;
  headers: Readonly<Record<string, string | undefined>>;
};

/** A payment, a refund or a dispute as the stage's bus carries it. */
export type PaymentEvent =
  | { detailType: 'PaymentSucceeded'; detail: Payment }
  | { detailType: 'PaymentRefundChanged'; detail: RefundNews }
  | { detailType: 'PaymentDisputed'; detail: DisputeNews };

/** One piece of news. `key` names it: a repetition of the same news has the same key. */
export type ProviderNews = { key: string; event: PaymentEvent };
