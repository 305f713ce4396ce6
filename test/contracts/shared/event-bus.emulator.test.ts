import {
  CreateEventBusCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { EventBridgeBus } from '../../../adapters/aws/event-bridge-bus.ts';
import { orderEvents } from '../../../core/event-names.ts';
import { describeEventBus } from './describe-event-bus.ts';
import { eventBridge } from './emulator.ts';
import { makeQueue } from './emulator-queue.ts';
import { freshId } from './samples.ts';

describeEventBus('EventBridgeBus', async () => {
  const queue = await makeQueue();
  // A bus of its own: other suites publish on the stack's.
  const busName = freshId('bus');
  await eventBridge.send(new CreateEventBusCommand({ Name: busName }));
  const rule = { EventBusName: busName, Name: freshId('rule') };
  await eventBridge.send(
    new PutRuleCommand({ ...rule, EventPattern: JSON.stringify({ source: [orderEvents.source] }) }),
  );
  await eventBridge.send(
    new PutTargetsCommand({ ...rule, Rule: rule.Name, Targets: [{ Id: 'queue', Arn: queue.arn }] }),
  );
  return {
    bus: new EventBridgeBus(eventBridge, busName),
    received: async () => {
      const event = JSON.parse(await queue.next());
      return { detailType: event['detail-type'], detail: event.detail };
    },
  };
});
