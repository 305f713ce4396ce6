import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Alert, Alerts } from '../../core/shared/ports.ts';
import { asking } from './aws-errors.ts';

/** Alerts operators on an SNS topic, with the filters `kind`, `orderId` and `uploadId`. */
export class SnsAlerts implements Alerts {
  readonly #client: SNSClient;
  readonly #topicArn: string;

  constructor(client: SNSClient, topicArn: string) {
    this.#client = client;
    this.#topicArn = topicArn;
  }

  async raise(alert: Alert): Promise<void> {
    const { kind, orderId, uploadId, message: text } = alert;
    const ids = Object.entries({ orderId, uploadId }).flatMap(([name, id]) =>
      id === undefined ? [] : [[name, attribute(id)] as const],
    );
    const message = new PublishCommand({
      TopicArn: this.#topicArn,
      Subject: subject(alert),
      Message: JSON.stringify({ kind, orderId, uploadId, message: text }),
      MessageAttributes: { kind: attribute(kind), ...Object.fromEntries(ids) },
    });
    await asking(`raise ${kind} of ${orderId ?? uploadId}`, () => this.#client.send(message));
  }
}

const attribute = (value: string) => ({ DataType: 'String', StringValue: value });

/** SNS refuses subjects over 100 characters and anything but printable ASCII. */
const subject = ({ kind, orderId, uploadId }: Alert): string =>
  `Keepsake: ${kind} ${orderId ?? uploadId}`.replace(/[^\x20-\x7e]/g, '?').slice(0, 100);
