import { askService, ServiceRefusal } from '../aws/json-service.ts';
import type { Where } from '../aws/signed-post.ts';

type Attributes = Readonly<Record<string, unknown>>;

/** A message that waits in a dead-letter queue. `handle` is good while it is hidden from others. */
export type Parked = {
  messageId: string;
  sentAt: string;
  body: string;
  attributes: Attributes;
  handle: string;
};

type Received = {
  Messages?: {
    MessageId: string;
    ReceiptHandle: string;
    Body: string;
    Attributes?: { SentTimestamp?: string };
    MessageAttributes?: Attributes;
  }[];
};

/**
 * Long enough to look at ten messages; whoever is interrupted loses nothing, they come back by
 * themselves.
 */
const hiddenSeconds = 60;

const counts = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'];

/** A dead-letter queue. */
export class SqsParked {
  readonly #where: Where;
  readonly #url: string;

  constructor(where: Where, url: string) {
    this.#where = where;
    this.#url = url;
  }

  /** About how many wait. */
  async count(): Promise<number> {
    const { Attributes = {} } = await this.#ask<{ Attributes?: Record<string, string> }>(
      'GetQueueAttributes',
      { AttributeNames: counts },
    );
    return counts.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
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
    await this.#ask('ChangeMessageVisibility', { ReceiptHandle: handle, VisibilityTimeout: 0 });
  }

  async remove({ handle }: Parked): Promise<void> {
    await this.#ask('DeleteMessage', { ReceiptHandle: handle });
  }

  /** Has SQS move all messages back to where they came from; false where that does not exist. */
  async moveBack(): Promise<boolean> {
    const { Attributes } = await this.#ask<{ Attributes: { QueueArn: string } }>(
      'GetQueueAttributes',
      { AttributeNames: ['QueueArn'] },
    );
    try {
      await askService(this.#where, {
        service: 'sqs',
        action: 'StartMessageMoveTask',
        input: { SourceArn: Attributes.QueueArn },
      });
      return true;
    } catch (error) {
      if (
        error instanceof ServiceRefusal &&
        /UnknownOperation|InvalidAction|UnsupportedOperation/.test(error.code)
      )
        return false;
      throw error;
    }
  }

  /**
   * The same by hand, one message: first there, then gone from here; a crash in between sends it
   * twice.
   */
  async sendTo(url: string, message: Parked): Promise<void> {
    const input = {
      QueueUrl: url,
      MessageBody: message.body,
      MessageAttributes: message.attributes,
    };
    await askService(this.#where, { service: 'sqs', action: 'SendMessage', input });
    await this.remove(message);
  }

  async #receive(): Promise<Parked[]> {
    // Waiting a second asks every server of the queue: an empty answer then means empty.
    const asked = {
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 1,
      VisibilityTimeout: hiddenSeconds,
      AttributeNames: ['SentTimestamp'],
      MessageAttributeNames: ['All'],
    };
    const { Messages = [] } = await this.#ask<Received>('ReceiveMessage', asked);
    return Messages.map(
      ({ MessageId, ReceiptHandle, Body, Attributes = {}, MessageAttributes = {} }) => ({
        messageId: MessageId,
        sentAt: new Date(Number(Attributes.SentTimestamp ?? 0)).toISOString(),
        body: Body,
        attributes: MessageAttributes,
        handle: ReceiptHandle,
      }),
    );
  }

  #ask<Answer>(action: string, input: object): Promise<Answer> {
    return askService<Answer>(this.#where, {
      service: 'sqs',
      action,
      input: { QueueUrl: this.#url, ...input },
    });
  }
}
