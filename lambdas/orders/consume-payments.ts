import * as z from 'zod';
import { orderEvents } from '../../core/event-names.ts';
import { valueAt } from '../../core/orders/model/event-path.ts';
import { mapPayment } from '../../core/orders/model/map-payment.ts';
import { isOurPayment } from '../../core/orders/model/payment-filter.ts';
import { receivePayment, startMigration } from '../../core/orders/receive-payment.ts';
import type { PaymentFilter, PaymentMapping } from '../../core/payment-contract.ts';
import { parseInput } from '../../core/shared/model/parse-input.ts';
import { count } from '../shared/counted.ts';
import { logger } from '../shared/observed.ts';

type Mapping = PaymentMapping & { filter?: PaymentFilter };
type Deps = Parameters<typeof receivePayment>[0] & { mapping: Mapping };

export const retryRequestSchema = z.object({
  source: z.literal(orderEvents.source),
  'detail-type': z.literal(orderEvents.retryRequested),
  detail: z.object({ orderId: z.string() }),
});

/** Payments, and our own requests for another attempt: both start an order's migration. */
export const consumePayments =
  (deps: Deps) =>
  async (event: unknown): Promise<void> => {
    const isRetry = retryRequestSchema.safeParse(event).success;
    await (isRetry
      ? startMigration(deps, parseInput(retryRequestSchema, event).detail.orderId)
      : pay(deps, event));
  };

const pay = async ({ mapping, ...deps }: Deps, event: unknown): Promise<void> => {
  if (!isOurPayment(event, mapping)) return ignore(event);
  const payment = mapPayment(event, mapping);
  const verdict = await receivePayment(deps, payment);
  if (verdict === 'start') count('PaymentsAccepted');
  logger.info('Payment received', {
    orderId: payment.orderId,
    paymentId: payment.paymentId,
    verdict,
  });
};

/** The log line is how an operator finds a payment that a wrong filter dropped. */
const ignore = (event: unknown): void => {
  count('PaymentsIgnored');
  logger.info('Payment ignored: the filter says it is not ours', {
    eventId: valueAt(event, 'id'),
    source: valueAt(event, 'source'),
  });
};
