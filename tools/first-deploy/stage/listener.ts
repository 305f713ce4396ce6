import { randomUUID } from 'node:crypto';
import {
  DeleteRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { jobEvents, orderEvents } from '../../../core/event-names.ts';
import { askUntil } from './ask-until.ts';
import type { DeployedStage } from './deployed-stage.ts';
import { type ListeningQueue, makeQueue } from './listening-queue.ts';
import { oncePerStage } from './once-per-stage.ts';

/** One message: an event of the bus (`kind` its detail-type) or an alert (`kind` the alert's). */
export type Heard = {
  from: 'bus' | 'topic';
  kind: string;
  orderId?: string;
  detail: Record<string, unknown>;
};

/** Everything the bus announced and the topic alerted since it began to listen. */
export type Listener = {
  /** Waits for a message that fits. */
  next(what: string, fits: (heard: Heard) => boolean): Promise<Heard>;
  /** The events received so far. */
  all(): Promise<readonly Heard[]>;
};

const probeSource = 'keepsake.first-deploy';

const parsed = (text: string): Heard => {
  const body = JSON.parse(text) as Record<string, unknown>;
  const [from, detail] =
    'detail-type' in body
      ? (['bus', body.detail as Heard['detail']] as const)
      : (['topic', body] as const);
  return {
    from,
    kind: String(body['detail-type'] ?? body.kind),
    ...(detail.orderId !== undefined && { orderId: String(detail.orderId) }),
    detail,
  };
};

const subscribe = async (
  { sns, alertTopicArn, leftovers }: DeployedStage,
  queueArn: string,
): Promise<void> => {
  const { SubscriptionArn } = await sns.send(
    new SubscribeCommand({
      TopicArn: alertTopicArn,
      Protocol: 'sqs',
      Endpoint: queueArn,
      Attributes: { RawMessageDelivery: 'true' },
      ReturnSubscriptionArn: true,
    }),
  );
  leftovers.add('a subscription of the alerts topic', () =>
    sns.send(new UnsubscribeCommand({ SubscriptionArn })),
  );
};

const addRule = async (
  { bus, eventBusName, leftovers }: DeployedStage,
  { name, arn }: ListeningQueue,
): Promise<void> => {
  const rule = { Rule: name, EventBusName: eventBusName };
  const pattern = { source: [orderEvents.source, jobEvents.source, probeSource] };
  await bus.send(
    new PutRuleCommand({
      Name: name,
      EventBusName: eventBusName,
      EventPattern: JSON.stringify(pattern),
    }),
  );
  leftovers.add(`rule ${name}`, async () => {
    await bus.send(new RemoveTargetsCommand({ ...rule, Ids: ['queue'] }));
    await bus.send(new DeleteRuleCommand({ Name: name, EventBusName: eventBusName }));
  });
  await bus.send(new PutTargetsCommand({ ...rule, Targets: [{ Id: 'queue', Arn: arn }] }));
};

// A new rule takes effect after a while, without saying when: events of our own show that it has.
const untilHeard = ({ bus, eventBusName }: DeployedStage, listener: Listener): Promise<true> =>
  askUntil('the arrival of a probe event at a new rule', async () => {
    await bus.send(
      new PutEventsCommand({
        Entries: [
          { EventBusName: eventBusName, Source: probeSource, DetailType: 'Probe', Detail: '{}' },
        ],
      }),
    );
    return (await listener.all()).some(({ kind }) => kind === 'Probe') ? true : undefined;
  });

/** Puts a queue of its own on the bus and the alerts topic, until the run ends. */
export const listenerOf = oncePerStage(async (stage): Promise<Listener> => {
  const queue = await makeQueue(stage, `keepsake-first-deploy-${randomUUID().slice(0, 8)}`);
  const heard: Heard[] = [];
  const all = async (): Promise<readonly Heard[]> => {
    heard.push(...(await queue.receive()).map(parsed));
    return heard;
  };
  const next: Listener['next'] = (what, fits) =>
    askUntil(what, async () => (await all()).find(fits));
  await subscribe(stage, queue.arn);
  await addRule(stage, queue);
  await untilHeard(stage, { all, next });
  return { all, next };
});
