import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Order, PaymentRecord } from '../../core/orders/model/order.ts';
import { asking } from '../aws/aws-errors.ts';
import { putIf } from '../dynamo/conditional-put.ts';

/** The item that says which order a payment has paid. */
export const toPaymentItem = ({
  orderId,
  payment,
}: Order & { payment: PaymentRecord }): Record<string, unknown> => ({
  ...paymentKey(payment.paymentId),
  paidOrderId: orderId,
  receivedAt: payment.receivedAt,
});

/** A payment has an item in a partition of its own; no index holds it, and it stays for good. */
const paymentKey = (paymentId: string) => ({
  orderId: `payment#${paymentId}`,
  item: 'PAYMENT',
});

/** The payment has paid nothing, or this very order. An item may say which order holds it. */
export const isUnpaidBy = (orderId: string) => ({
  ConditionExpression: 'attribute_not_exists(paidOrderId) OR paidOrderId = :paidOrderId',
  ExpressionAttributeValues: { ':paidOrderId': orderId },
});

/** Writes which order holds a payment, unless it has paid one or another one holds it. */
export const noteHeldBy = async (
  client: DynamoDBDocumentClient,
  table: string,
  { orderId, paymentId }: { orderId: string; paymentId: string },
): Promise<void> => {
  const put = {
    TableName: table,
    Item: { ...paymentKey(paymentId), heldByOrderId: orderId },
    ConditionExpression: 'attribute_not_exists(orderId)',
  };
  await asking(`note that order ${orderId} holds a payment`, () => putIf(client, put));
};

/** The order that a payment has paid, or else the one that holds it. Consistent. */
export const findOrderOfPayment = async (
  client: DynamoDBDocumentClient,
  table: string,
  paymentId: string,
): Promise<string | undefined> => {
  const command = new GetCommand({
    TableName: table,
    Key: paymentKey(paymentId),
    ConsistentRead: true,
  });
  const { Item } = await asking('find the order of a payment', () => client.send(command));
  const orderId = Item?.paidOrderId ?? Item?.heldByOrderId;
  return typeof orderId === 'string' ? orderId : undefined;
};
