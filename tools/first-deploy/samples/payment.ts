import { randomUUID } from 'node:crypto';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { providerOf } from '../../../core/orders/model/map-payment.ts';
import type { OrderView } from '../../../core/orders/model/order-view.ts';
import { minorUnits } from '../../../core/shared/model/money.ts';
import type { Config } from '../../../lib/config-schema.ts';
import { CheckFailed, expectThat } from '../check.ts';
import type { DeployedStage } from '../stage/deployed-stage.ts';
import { json } from '../stage/operator.ts';

type Tree = { [name: string]: unknown };

type Paid = Pick<OrderView, 'orderId' | 'amount'> & { paymentId: string };

/** A payment event of this stage's provider: the mapping of lib/config.ts, backwards. */
export const paymentEvent = (
  { source, detailType, mapping, filter }: Config['payment'],
  { orderId, paymentId, amount }: Paid,
): Tree => {
  const event: Tree = { source, 'detail-type': detailType, detail: {} };
  if (filter?.path !== undefined) put(event, filter.path, filter.startsWith);
  put(event, mapping.orderId, orderId);
  put(event, mapping.paymentId, paymentId);
  put(event, mapping.currency, amount.currency);
  const units = () => minorUnits(amount, providerOf(mapping, source));
  put(event, mapping.amountValue, mapping.unit === 'minor' ? units() : amount.value);
  return event;
};

const put = (tree: Tree, path: string, value: unknown): void => {
  const [name = path, ...inner] = path.split('.');
  if (inner.length === 0) {
    tree[name] = value;
    return;
  }
  tree[name] ??= {};
  put(tree[name] as Tree, inner.join('.'), value);
};

/**
 * Pays a test order; `times` delivers the same event that often. The event looks like a provider's,
 * and no card is involved.
 */
export const pay = async (
  stage: DeployedStage,
  { orderId, amount }: OrderView,
  times = 1,
): Promise<void> => {
  const { payment } = stage.config;
  const event = paymentEvent(payment, {
    orderId,
    amount,
    paymentId: `pay_first-deploy-${randomUUID()}`,
  });
  const send = isPartners(payment) ? toQueue : toBus;
  await Promise.all(Array.from({ length: times }, () => send(stage, event)));
};

/**
 * Only partners put events on their buses: then the queue behind the rule takes it, and the rule
 * stays unproven until a real payment.
 */
const isPartners = ({ eventBusName, source }: Config['payment']): boolean =>
  eventBusName?.startsWith('aws.partner/') || source.startsWith('aws.');

const toQueue = async ({ operator, resources }: DeployedStage, event: Tree): Promise<void> => {
  const queue = resources.find(
    ({ type, logicalId }) =>
      type === 'AWS::SQS::Queue' && /^PaymentIntakePaymentsQueue/.test(logicalId),
  );
  expectThat(queue, 'the Service stack has no payments queue');
  await json(operator, 'sqs', 'AmazonSQS.SendMessage', {
    QueueUrl: queue.physicalId,
    MessageBody: JSON.stringify(event),
  });
};

const toBus = async (
  { bus, eventBusName, config: { payment } }: DeployedStage,
  event: Tree,
): Promise<void> => {
  const entry = {
    EventBusName: payment.eventBusName ?? eventBusName,
    Source: payment.source,
    DetailType: payment.detailType,
  };
  const { FailedEntryCount: failed, Entries } = await bus.send(
    new PutEventsCommand({ Entries: [{ ...entry, Detail: JSON.stringify(event.detail) }] }),
  );
  if (failed)
    throw new CheckFailed(`the bus refused the payment event: ${Entries?.[0]?.ErrorMessage}`);
};
