import type { CheckRequest, CheckRequests } from '../../core/uploads/ports.ts';
import { asking } from '../aws/aws-errors.ts';
import { SignedJsonCall, type SigningOptions } from '../aws/signed-json-call.ts';

const service = { name: 'sqs', title: 'SQS', target: 'AmazonSQS', version: '1.0' } as const;

const timeoutMs = 5000;

/** The record is written just after its message; the queue's own delay is longer. */
const delaySeconds = 1;

/** Requests on the queue that storage's news arrive on, too. */
export class SqsCheckRequests implements CheckRequests {
  readonly #queueUrl: string;
  readonly #call: SignedJsonCall;

  constructor({ queueUrl, ...signing }: SigningOptions & { queueUrl: string }) {
    this.#queueUrl = queueUrl;
    this.#call = new SignedJsonCall({ ...signing, service, timeoutMs });
  }

  async send(request: CheckRequest): Promise<void> {
    const message = {
      QueueUrl: this.#queueUrl,
      MessageBody: JSON.stringify({ check: request }),
      DelaySeconds: delaySeconds,
    };
    await asking(`ask for a check of ${request.uploadId}`, () =>
      this.#call.send('SendMessage', message),
    );
  }
}
