import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateStateMachineCommand } from '@aws-sdk/client-sfn';
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { orderEvents } from '../../core/event-names.ts';
import type { Alert } from '../../core/shared/ports.ts';
import { roleOfWorkflow } from '../contracts/orders/idle-workflow.ts';
import { sfn, sns } from '../contracts/shared/emulator.ts';
import { makeQueue } from '../contracts/shared/emulator-queue.ts';
import { freshId } from '../contracts/shared/samples.ts';
import { Inbox, type OrderEvent } from '../integration/shared/listener.ts';
import { client } from './clients.ts';
import { makeOwnStorage, type OwnStorage } from './own-storage.ts';

/**
 * Where the orders of these suites are kept, and where they report to: tables, buckets, a bus, a
 * topic and a workflow of their own, or the deployed stacks would answer.
 */
export type Surroundings = OwnStorage & {
  busName: string;
  topicArn: string;
  stateMachineArn: string;
  events: Inbox<OrderEvent>;
  alerts: Inbox<Alert>;
};

const makeBus = async (queueArn: string): Promise<string> => {
  const events = new EventBridgeClient(client);
  const busName = freshId('bus');
  await events.send(new CreateEventBusCommand({ Name: busName }));
  const rule = { EventBusName: busName, Name: freshId('rule') };
  await events.send(
    new PutRuleCommand({ ...rule, EventPattern: JSON.stringify({ source: [orderEvents.source] }) }),
  );
  await events.send(
    new PutTargetsCommand({ ...rule, Rule: rule.Name, Targets: [{ Id: 'queue', Arn: queueArn }] }),
  );
  return busName;
};

const makeTopic = async (queueArn: string): Promise<string> => {
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: freshId('alerts') }));
  const subscription = { TopicArn, Protocol: 'sqs', Endpoint: queueArn };
  await sns.send(
    new SubscribeCommand({ ...subscription, Attributes: { RawMessageDelivery: 'true' } }),
  );
  return TopicArn;
};

/** Takes names of executions and does nothing: the test itself walks through the states. */
const makeStateMachine = async (): Promise<string> => {
  const definition = JSON.stringify({ StartAt: 'Done', States: { Done: { Type: 'Succeed' } } });
  const roleArn = await roleOfWorkflow();
  return (
    (await sfn.send(new CreateStateMachineCommand({ name: freshId('saga'), definition, roleArn })))
      .stateMachineArn ?? ''
  );
};

export const makeSurroundings = async (): Promise<Surroundings> => {
  const [events, alerts] = await Promise.all([makeQueue(), makeQueue()]);
  const [storage, busName, topicArn, stateMachineArn] = await Promise.all([
    makeOwnStorage(),
    makeBus(events.arn),
    makeTopic(alerts.arn),
    makeStateMachine(),
  ]);
  return {
    ...storage,
    busName,
    topicArn,
    stateMachineArn,
    events: new Inbox(events.url),
    alerts: new Inbox(alerts.url),
  };
};
