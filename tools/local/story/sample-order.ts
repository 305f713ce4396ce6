import { randomUUID } from 'node:crypto';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { defaultPaymentEvent } from '../../../core/event-names.ts';
import type { OrderView } from '../../../core/orders/model/order-view.ts';
import type { UploadView } from '../../../core/uploads/model/upload-view.ts';
import type { Api } from '../api.ts';
import { LocalProblem } from '../local-problem.ts';
import type { SampleFile } from '../samples/sample-files.ts';

/** An order as placed: the record, and its uploads by role. */
export type PlacedOrder = { order: OrderView; uploads: Map<string, UploadView> };

const amount = { value: 49.9, currency: 'EUR' };

/** Uploads the files and orders them, every one required. */
export const placeOrder = async (api: Api, files: readonly SampleFile[]): Promise<PlacedOrder> => {
  const sent = await Promise.all(
    files.map(async (file) => [file.role, await api.sendFile(file)] as const),
  );
  const wanted = sent.map(([role, { uploadId }]) => ({ uploadId, role, required: true }));
  return { order: await api.createOrder({ amount, files: wanted }), uploads: new Map(sent) };
};

/** Says on the bus that the order is paid, as a payment provider would. */
export const payOrder = async (
  client: EventBridgeClient,
  eventBusName: string,
  { orderId, amount }: OrderView,
): Promise<void> => {
  const { source, detailType } = defaultPaymentEvent;
  const detail = JSON.stringify({ orderId, paymentId: `pay_${randomUUID()}`, amount });
  const entry = {
    EventBusName: eventBusName,
    Source: source,
    DetailType: detailType,
    Detail: detail,
  };
  const { FailedEntryCount: failed, Entries: entries } = await client.send(
    new PutEventsCommand({ Entries: [entry] }),
  );
  if (failed)
    throw new LocalProblem(
      `The bus ${eventBusName} refused the payment event: ${entries?.[0]?.ErrorMessage}`,
    );
};
