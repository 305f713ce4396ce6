import * as z from 'zod';
import { refundNewsSchema } from '../../core/orders/model/refund-news.ts';
import { receiveRefund } from '../../core/orders/receive-refund.ts';
import { parseInput } from '../../core/shared/model/parse-input.ts';
import { count } from '../shared/counted.ts';
import { settings } from '../shared/environment.ts';
import { logger } from '../shared/observed.ts';
import { orders } from '../shared/order-wiring.ts';
import { queueHandler } from '../shared/queue.ts';
import { alerts, clock } from '../shared/wiring.ts';

const { refunds } = settings('refunds');
const deps = {
  orders: orders(),
  alerts: alerts(),
  clock: clock(),
  revokesLinks: refunds.revokeLinks ?? false,
};

const eventSchema = z.object({ detail: refundNewsSchema });

/** Where refunds stand at the payment provider. */
export const handler = queueHandler(async (event) => {
  const { detail: news } = parseInput(eventSchema, event);
  const verdict = await receiveRefund(deps, news);
  count(verdict === 'ignored' ? 'RefundsIgnored' : 'RefundsRecorded', verdict === 'known' ? 0 : 1);
  logger.info('Refund received', { paymentId: news.paymentId, status: news.status, verdict });
});
