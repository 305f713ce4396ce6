import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Alert, Alerts } from '../../core/shared/ports.ts';
import { asking } from './aws-errors.ts';

const attribute = (value: string) => ({ DataType: 'String', StringValue: value });

/** SNS refuses subjects over 100 characters and anything but printable ASCII. */
const subject = ({ kind, orderId }: Alert): string =>
  `Keepsake: ${kind} ${orderId}`.replace(/[^\x20-\x7e]/g, '?').slice(0, 100);

/** Tells the operators through an SNS topic; subscriptions may filter on `kind` and `orderId`. */
export class SnsAlerts implements Alerts {
  readonly #client: SNSClient;
  readonly #topicArn: string;

  constructor(client: SNSClient, topicArn: string) {
    this.#client = client;
    this.#topicArn = topicArn;
  }

  async raise(alert: Alert): Promise<void> {
    const message = new PublishCommand({
      TopicArn: this.#topicArn,
      Subject: subject(alert),
      Message: JSON.stringify({ kind: alert.kind, orderId: alert.orderId, message: alert.message }),
      MessageAttributes: { kind: attribute(alert.kind), orderId: attribute(alert.orderId) },
    });
    await asking(`raise ${alert.kind} of ${alert.orderId}`, () => this.#client.send(message));
  }
}
