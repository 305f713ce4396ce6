import * as z from 'zod';
import { refundNewsSchema } from '../../core/orders/model/refund-news.ts';
import { receiveRefund } from '../../core/orders/receive-refund.ts';
import { parseInput } from '../../core/shared/model/parse-input.ts';
import { count } from '../shared/counted.ts';
import { logger } from '../shared/observed.ts';

export const refundEventSchema = z.object({ detail: refundNewsSchema });

/** Where refunds stand at the payment provider. */
export const consumeRefunds =
  (deps: Parameters<typeof receiveRefund>[0]) =>
  async (event: unknown): Promise<void> => {
    const { detail: news } = parseInput(refundEventSchema, event);
    const verdict = await receiveRefund(deps, news);
    count(
      verdict === 'ignored' ? 'RefundsIgnored' : 'RefundsRecorded',
      verdict === 'known' ? 0 : 1,
    );
    const { paymentId, status } = news;
    logger.info('Refund received', { paymentId, status, verdict });
  };
