import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  type MessageAttributeValue,
  type QueueAttributeName,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { TransientFault } from '../../core/errors.ts';
import type { ParkedMessage } from '../../core/operations/model/parked-message.ts';
import type { ParkedMessages } from '../../core/operations/ports.ts';
import { callWithRight } from '../aws/access-refused.ts';
import { awsError } from '../aws/aws-errors.ts';
import { type AwsAccess, clientSettings } from '../aws/client-settings.ts';

/** With attributes as SQS takes them again. `handle`: its receipt handle. */
export type Parked = ParkedMessage & { attributes: Record<string, MessageAttributeValue> };

/** Enough to read ten messages. After an interruption they reappear; none is lost. */
const hiddenSeconds = 60;

const counts: QueueAttributeName[] = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
];

/** A dead-letter queue. Methods throw `AccessRefused`, `TransientFault` or the SDK's error. */
export class SqsParked implements ParkedMessages {
  readonly #client: SQSClient;
  readonly #url: string;

  /** Without `where`, the function's own role and region are used. */
  constructor(url: string, where?: AwsAccess) {
    this.#client = new SQSClient({
      ...(where && clientSettings(where, 'sqs', 30_000)),
      // A custom endpoint is used, whatever host the queue's address names.
      useQueueUrlAsEndpoint: false,
    });
    this.#url = url;
  }

  /** About how many wait. */
  async count(): Promise<number> {
    const attributes = await this.#attributes(counts);
    return counts.reduce((sum, name) => sum + Number(attributes[name] ?? 0), 0);
  }

  /** Every message there is, once, hidden from others for a minute. */
  async *take(): AsyncGenerator<Parked> {
    const seen = new Set<string>();
    for (;;) {
      const page = (await this.#receive()).filter(({ messageId }) => !seen.has(messageId));
      if (page.length === 0) return;
      for (const message of page) {
        seen.add(message.messageId);
        yield message;
      }
    }
  }

  /** Shows it to others again. */
  async release({ handle }: Parked): Promise<void> {
    const shown = { ...this.#queue, ReceiptHandle: handle, VisibilityTimeout: 0 };
    await callWithRight('sqs:ChangeMessageVisibility', () =>
      this.#client.send(new ChangeMessageVisibilityCommand(shown)),
    );
  }

  async remove({ handle }: Parked): Promise<void> {
    const command = new DeleteMessageCommand({ ...this.#queue, ReceiptHandle: handle });
    await callWithRight('sqs:DeleteMessage', () => this.#client.send(command));
  }

  /**
   * Has SQS move all messages to the queue with this address, in the same account and region; false
   * where that does not exist. The queue is named, because SQS knows the origin of those messages
   * alone that it parked itself: one that EventBridge parked would end the move, which tells no
   * caller.
   */
  async moveBack(url: string): Promise<boolean> {
    const { QueueArn } = await this.#attributes(['QueueArn']);
    if (QueueArn === undefined)
      throw new TransientFault(`SQS did not tell the ARN of ${this.#url}.`);
    const DestinationArn = QueueArn.replace(/[^:]*$/, queueName(url));
    const command = new StartMessageMoveTaskCommand({ SourceArn: QueueArn, DestinationArn });
    try {
      await callWithRight('sqs:StartMessageMoveTask', () => this.#client.send(command));
      return true;
    } catch (error) {
      if (cannotMove(error)) return false;
      throw error;
    }
  }

  /** The same for one message: sent, then deleted here. A crash in between sends it twice. */
  async sendTo(url: string, message: Parked): Promise<void> {
    const { body, attributes } = message;
    const sent = { QueueUrl: url, MessageBody: body, MessageAttributes: attributes };
    await callWithRight('sqs:SendMessage', () => this.#client.send(new SendMessageCommand(sent)));
    await this.remove(message);
  }

  get #queue() {
    return { QueueUrl: this.#url };
  }

  async #attributes(names: QueueAttributeName[]): Promise<Record<string, string>> {
    const command = new GetQueueAttributesCommand({ ...this.#queue, AttributeNames: names });
    const answer = await callWithRight('sqs:GetQueueAttributes', () => this.#client.send(command));
    return answer.Attributes ?? {};
  }

  async #receive(): Promise<Parked[]> {
    // Waiting a second asks every server of the queue: an empty answer then means empty.
    const command = new ReceiveMessageCommand({
      ...this.#queue,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 1,
      VisibilityTimeout: hiddenSeconds,
      MessageSystemAttributeNames: ['SentTimestamp'],
      MessageAttributeNames: ['All'],
    });
    const answer = await callWithRight('sqs:ReceiveMessage', () => this.#client.send(command));
    return (answer.Messages ?? []).flatMap(parkedOf);
  }
}

const queueName = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

/** SQS moves messages back for queues that are the dead letters of another queue only. */
const cannotMove = (error: unknown): boolean =>
  /UnknownOperation|InvalidAction|UnsupportedOperation/.test(awsError(error).name ?? 'no name');

const parkedOf = (message: Message): Parked[] => {
  const { MessageId, ReceiptHandle, Body, Attributes, MessageAttributes = {} } = message;
  if (MessageId === undefined || ReceiptHandle === undefined || Body === undefined) return [];
  return [
    {
      messageId: MessageId,
      sentAt: new Date(Number(Attributes?.SentTimestamp ?? 0)).toISOString(),
      body: Body,
      attributes: MessageAttributes,
      handle: ReceiptHandle,
    },
  ];
};
