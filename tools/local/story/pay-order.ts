import { randomUUID } from 'node:crypto';
import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { defaultPaymentEvent } from '../../../core/event-names.ts';
import type { OrderView } from '../../../core/orders/model/order-view.ts';
import { LocalProblem } from '../local-problem.ts';

type Paid = Pick<OrderView, 'orderId' | 'amount'>;

/** Says on the bus that the order is paid, as a payment provider would. */
export const payOrder = async (
  bus: EventBridgeClient,
  eventBusName: string,
  { orderId, amount }: Paid,
  paymentId = `pay_${randomUUID()}`,
): Promise<void> => {
  const entry = {
    EventBusName: eventBusName,
    Source: defaultPaymentEvent.source,
    DetailType: defaultPaymentEvent.detailType,
    Detail: JSON.stringify({ orderId, paymentId, amount }),
  };
  const { FailedEntryCount, Entries } = await bus.send(new PutEventsCommand({ Entries: [entry] }));
  if (FailedEntryCount)
    throw new LocalProblem(
      `The bus ${eventBusName} refused the payment event: ${Entries?.[0]?.ErrorMessage}`,
    );
};
