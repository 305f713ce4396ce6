import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { SnsAlerts } from '../../../adapters/aws/sns-alerts.ts';
import { describeAlerts } from './describe-alerts.ts';
import { sns } from './emulator.ts';
import { makeQueue } from './emulator-queue.ts';
import { freshId } from './samples.ts';

describeAlerts('SnsAlerts', async () => {
  const queue = await makeQueue();
  // A topic of its own: other suites raise alerts on the stack's.
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: freshId('alerts') }));
  const subscription = { TopicArn, Protocol: 'sqs', Endpoint: queue.arn };
  await sns.send(
    new SubscribeCommand({ ...subscription, Attributes: { RawMessageDelivery: 'true' } }),
  );
  return {
    alerts: new SnsAlerts(sns, TopicArn),
    received: async () => JSON.parse(await queue.next()),
  };
});
