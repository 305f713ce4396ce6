import * as z from 'zod';
import { paymentEvents } from '../../core/event-names.ts';
import { disputeNewsSchema } from '../../core/orders/model/dispute-news.ts';
import { valueAt } from '../../core/orders/model/event-path.ts';
import { statedCurrency, statedValue } from '../../core/orders/model/map-payment.ts';
import { refundNewsSchema } from '../../core/orders/model/refund-news.ts';
import { receiveDispute } from '../../core/orders/refunds/receive-dispute.ts';
import { receiveRefund } from '../../core/orders/refunds/receive-refund.ts';
import { isObject } from '../../core/shared/model/is-object.ts';
import { parseInput } from '../../core/shared/model/parse-input.ts';
import { count } from '../shared/counted.ts';
import { logger } from '../shared/observed.ts';

type Deps = Parameters<typeof receiveRefund>[0];

export const refundEventSchema = z.object({ detail: refundNewsSchema });
export const disputeEventSchema = z.object({ detail: disputeNewsSchema });

/** Where refunds and disputes stand at the payment provider. */
export const consumeRefunds =
  (deps: Deps) =>
  (event: unknown): Promise<void> =>
    valueAt(event, 'detail-type') === paymentEvents.disputed
      ? takeDispute(deps, event)
      : takeRefund(deps, event);

const takeDispute = async (deps: Deps, event: unknown): Promise<void> => {
  const { detail: news } = parseInput(disputeEventSchema, plain(event));
  const verdict = await receiveDispute(deps, news);
  const { paymentId, disputeId, status } = news;
  logger.info('Dispute received', { paymentId, disputeId, status, verdict });
};

/**
 * The event with a normalised amount (providers that pay `49.90`, `eur` refund it so) and without
 * fields that are `null`.
 */
const plain = (event: unknown): unknown => {
  const detail = valueAt(event, 'detail');
  if (!isObject(detail)) return event;
  const fields = Object.entries(detail).filter(([, value]) => value !== null);
  const { amount, ...news } = Object.fromEntries(fields);
  if (!isObject(amount)) return { detail: { ...news, amount } };
  const { value, currency } = amount;
  return {
    detail: { ...news, amount: { value: statedValue(value), currency: statedCurrency(currency) } },
  };
};

const takeRefund = async (deps: Deps, event: unknown): Promise<void> => {
  const { detail: news } = parseInput(refundEventSchema, plain(event));
  const verdict = await receiveRefund(deps, news);
  count(verdict === 'ignored' ? 'RefundsIgnored' : 'RefundsRecorded', verdict === 'known' ? 0 : 1);
  const { paymentId, status } = news;
  logger.info('Refund received', { paymentId, status, verdict });
};
