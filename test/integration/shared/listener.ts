import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { SubscribeCommand } from '@aws-sdk/client-sns';
import { orderEvents } from '../../../core/event-names.ts';
import type { Alert } from '../../../core/shared/ports.ts';
import { busEvents } from '../../../openapi/events/event-schemas.ts';
import { eventBridge, sns } from '../../contracts/shared/emulator.ts';
import { makeQueue } from '../../contracts/shared/emulator-queue.ts';
import { freshId } from '../../contracts/shared/samples.ts';
import { ask, deployed } from './deployed.ts';
import { eventually } from './eventually.ts';

type Message = { Body: string };

/** A received message is hidden from other readers for half a day, longer than this run. */
const halfADay = 43_200;

/** Takes what is in a queue now and keeps it. */
export class Inbox<Content> {
  readonly #url: string;
  readonly #received: Content[] = [];
  #turn: Promise<void> = Promise.resolve();
  #coming: Promise<void> | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  /** Everything that came so far and is wanted. */
  async all(isWanted: (content: Content) => boolean): Promise<Content[]> {
    // One turn at a time: a message in another turn's hands is on no list yet. Whoever asks
    // before a turn begins shares it.
    this.#coming ??= this.#turn.then(() => {
      this.#coming = undefined;
      return this.#take();
    });
    const coming = this.#coming;
    this.#turn = coming.catch(() => {});
    await coming;
    return this.#received.filter(isWanted);
  }

  async #take(): Promise<void> {
    const take = { QueueUrl: this.#url, MaxNumberOfMessages: 10, VisibilityTimeout: halfADay };
    for (let more = true; more; ) {
      const { Messages = [] } = await ask<{ Messages?: Message[] }>('sqs', 'ReceiveMessage', take);
      this.#received.push(...Messages.map(({ Body }) => JSON.parse(Body) as Content));
      more = Messages.length > 0;
    }
  }

  /** The first that is wanted, once it is there. */
  first(what: string, isWanted: (content: Content) => boolean): Promise<Content> {
    return eventually(what, async () => (await this.all(isWanted))[0]);
  }
}

/** An event as a customer of the bus sees it. */
export type OrderEvent = {
  'detail-type': string;
  detail: {
    orderId: string;
    attempt: number;
    reason?: string;
    refund?: { requested: boolean; idempotencyKey: string };
    files?: object[];
  };
};

/** The events and alerts of one order. */
export class Listener {
  readonly #events: Inbox<OrderEvent>;
  readonly #alerts: Inbox<Alert>;

  constructor(events: Inbox<OrderEvent>, alerts: Inbox<Alert>) {
    this.#events = events;
    this.#alerts = alerts;
  }

  /** Waits for the event. Throws if its detail differs from its published schema. */
  async event(type: 'completed' | 'failed', orderId: string): Promise<OrderEvent> {
    const name = orderEvents[type];
    const event = await this.#events.first(
      `${name} of ${orderId}`,
      (one) => one['detail-type'] === name && one.detail.orderId === orderId,
    );
    busEvents[name]?.detail.parse(event.detail);
    return event;
  }

  events(orderId: string): Promise<OrderEvent[]> {
    return this.#events.all(({ detail }) => detail.orderId === orderId);
  }

  alert(kind: Alert['kind'], orderId: string): Promise<Alert> {
    return this.#alerts.first(
      `${kind} of ${orderId}`,
      (alert) => alert.kind === kind && alert.orderId === orderId,
    );
  }

  alerts(orderId: string): Promise<Alert[]> {
    return this.#alerts.all((alert) => alert.orderId === orderId);
  }
}

/** The events of one source, as a customer of the deployed bus receives them from now on. */
export const listenToBus = async <Content>(source: string): Promise<Inbox<Content>> => {
  const { url, arn } = await makeQueue();
  const rule = { EventBusName: deployed.eventBusName, Name: freshId('rule') };
  const EventPattern = JSON.stringify({ source: [source] });
  await eventBridge.send(new PutRuleCommand({ ...rule, EventPattern }));
  await eventBridge.send(
    new PutTargetsCommand({ ...rule, Rule: rule.Name, Targets: [{ Id: 'queue', Arn: arn }] }),
  );
  return new Inbox(url);
};

const listenToAlerts = async (): Promise<Inbox<Alert>> => {
  const { url, arn } = await makeQueue();
  const subscription = { TopicArn: deployed.alertTopicArn, Protocol: 'sqs', Endpoint: arn };
  await sns.send(
    new SubscribeCommand({ ...subscription, Attributes: { RawMessageDelivery: 'true' } }),
  );
  return new Inbox(url);
};

/** Listens from now on. */
export const listen = async (): Promise<Listener> =>
  new Listener(
    ...(await Promise.all([listenToBus<OrderEvent>(orderEvents.source), listenToAlerts()])),
  );
