import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { settleAll } from '../../../core/shared/settle-all.ts';
import type { Aws } from '../signed-fetch.ts';

/** Rules need the queue's own permission to send there. */
const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: '*',
  },
});

type Source = {
  bucket: string;
  /** Of the queue and of the rule. */
  name: string;
};

/** An object that is new in a bucket; the emulator does not tell its version. */
export type NewObject = { key: string; versionId: string | undefined };

/** Waits for new objects, two seconds at most, and hands them to `look`. */
export type NewObjects = (
  signal: AbortSignal,
  look: (object: NewObject) => Promise<void>,
) => Promise<void>;

/**
 * Begins to listen for new objects of a bucket. An object that `look` fails on comes again half a
 * minute later; the failure is thrown once every other object was looked at.
 */
export const newObjectsOf = async (aws: Aws, source: Source): Promise<NewObjects> => {
  const sqs = new SQSClient(aws);
  const { url: QueueUrl, arn } = await makeQueue(sqs, source.name);
  await listen(aws, source, arn);
  const receive = new ReceiveMessageCommand({
    QueueUrl,
    MaxNumberOfMessages: 10,
    WaitTimeSeconds: 2,
    VisibilityTimeout: 30,
  });
  return async (signal, look) => {
    const { Messages = [] } = await sqs.send(receive, { abortSignal: signal });
    await settleAll(Messages, async (message) => {
      await look(objectIn(message));
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
    });
  };
};

const makeQueue = async (sqs: SQSClient, name: string): Promise<{ url: string; arn: string }> => {
  const { QueueUrl: url } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: { Policy: policy } }),
  );
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
  );
  return { url: `${url}`, arn: `${Attributes?.QueueArn}` };
};

/** Has the account's default bus tell the queue of every new object of the bucket. */
const listen = async (aws: Aws, { bucket, name }: Source, queueArn: string): Promise<void> => {
  const events = new EventBridgeClient(aws);
  const pattern = {
    source: ['aws.s3'],
    'detail-type': ['Object Created'],
    detail: { bucket: { name: [bucket] } },
  };
  await events.send(new PutRuleCommand({ Name: name, EventPattern: JSON.stringify(pattern) }));
  await events.send(
    new PutTargetsCommand({ Rule: name, Targets: [{ Id: 'scanner', Arn: queueArn }] }),
  );
};

const objectIn = ({ Body = '{}' }: Message): NewObject => {
  const { detail } = JSON.parse(Body);
  return { key: detail.object.key, versionId: detail.object['version-id'] };
};
