import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { defaultPaymentEvent } from '../../../core/event-names.ts';
import type { OrderView } from '../../../core/orders/model/order-view.ts';
import { eventBridge, sfn } from '../../contracts/shared/emulator.ts';
import { freshId } from '../../contracts/shared/samples.ts';
import { deployed } from '../shared/deployed.ts';
import { eventually } from '../shared/eventually.ts';
import { uploaded } from '../shared/sample-upload.ts';
import type { Visitor } from '../shared/visitor.ts';

const amount = { value: 49.9, currency: 'EUR' };

type Wanted = { role: string; uploadId: string; required?: boolean };

/** An order of these uploads. */
export const orderOf = async (visitor: Visitor, files: readonly Wanted[]): Promise<OrderView> => {
  const wanted = files.map(({ role, uploadId, required = true }) => ({ role, uploadId, required }));
  return (await visitor.post('/orders', { amount, files: wanted })).body;
};

/** An order of fresh photos in these roles, all of them there. */
export const placedOrder = async (visitor: Visitor, roles: readonly string[]) => {
  const sent = await Promise.all(
    roles.map(async (role) => ({ role, ...(await uploaded(visitor)) })),
  );
  return { order: await orderOf(visitor, sent), uploads: sent };
};

/** Puts a detail on the bus as the payment provider would, valid or not. */
export const tellOf = async (detailType: string, detail: object): Promise<void> => {
  const entry = {
    EventBusName: deployed.eventBusName,
    Source: defaultPaymentEvent.source,
    DetailType: detailType,
    Detail: JSON.stringify(detail),
  };
  await eventBridge.send(new PutEventsCommand({ Entries: [entry] }));
};

export const payWith = (detail: object): Promise<void> =>
  tellOf(defaultPaymentEvent.detailType, detail);

export const paymentOf = ({ orderId }: { orderId: string }) => ({
  orderId,
  paymentId: freshId('pay'),
  amount,
});

/** Pays an order and returns the payment, which can be sent again. */
export const pay = async (order: { orderId: string }) => {
  const payment = paymentOf(order);
  await payWith(payment);
  return payment;
};

/** The order once its status is this one. */
export const orderIn = (
  visitor: Visitor,
  status: OrderView['status'],
  { orderId }: { orderId: string },
): Promise<OrderView> =>
  eventually(`${orderId} ${status}`, async () => {
    const { body } = await visitor.get(`/orders/${orderId}`);
    return body.status === status ? body : undefined;
  });

/** Names of the order's executions so far. */
export const executionsOf = async ({ orderId }: { orderId: string }): Promise<string[]> => {
  const { executions = [] } = await sfn.send(
    new ListExecutionsCommand({
      stateMachineArn: deployed.orderStateMachineArn,
      maxResults: 1_000,
    }),
  );
  return executions.flatMap(({ name }) => (name?.startsWith(orderId) ? [name] : []));
};
