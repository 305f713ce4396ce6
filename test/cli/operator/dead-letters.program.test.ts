import { hash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Workplace } from '../run-keepsake.ts';
import { resource, resourcesPage } from '../stack-answers.ts';
import { type Asked, StubServer } from '../stub-server.ts';

const aws = new StubServer();
let here: Workplace;

beforeAll(async () => {
  const env = {
    AWS_ENDPOINT_URL: await aws.start(),
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
  };
  here = new Workplace(env);
});
beforeEach(() => {
  aws.asked.length = 0;
});
afterAll(async () => {
  here.remove();
  await aws.stop();
});

const queue = (logicalId: string): string =>
  resource(logicalId, 'AWS::SQS::Queue', `https://sqs/${logicalId}`);

const bus = resource('BusEA82B648', 'AWS::Events::EventBus', 'our-bus');

/** CloudFormation lists a stack on two pages. */
const stacks: Readonly<Record<string, string>> = {
  'Keepsake-prod-Service': resourcesPage(queue('PaymentIntakePaymentsQueueAAAAAAAA'), 'more'),
  'Keepsake-prod-Service more': resourcesPage(
    queue('PaymentIntakePaymentsDeadLettersQueueBBBBBBBB') + bus,
  ),
  'Keepsake-prod-Refunds': resourcesPage(queue('RefundsDeadLettersQueueCCCCCCCC')),
};

const listed = (body: string): string => {
  const form = new URLSearchParams(body);
  return stacks[[form.get('StackName'), form.get('NextToken')].filter(Boolean).join(' ')] ?? '';
};

const event = {
  source: 'keepsake.orders',
  'detail-type': 'OrderMigrationFailed',
  detail: { orderId: 'ord_1' },
};
const md5Of = (text: string): string => hash('md5', text, 'hex');

const body = JSON.stringify(event);
const message = {
  MessageId: 'm1',
  ReceiptHandle: 'h1',
  Body: body,
  MD5OfBody: md5Of(body),
  Attributes: { SentTimestamp: '1893456000000' },
};

/** A queue of one message, which goes when it is deleted. */
const answering =
  (others: Readonly<Record<string, { status?: number; body: unknown }>>) => (asked: Asked) => {
    const action = asked.target?.split('.')[1];
    if (action === undefined) return { body: listed(asked.body) };
    if (others[action]) return others[action];
    if (action === 'GetQueueAttributes')
      return {
        body: { Attributes: { ApproximateNumberOfMessages: '1', QueueArn: 'arn:sqs:parked' } },
      };
    if (action === 'SendMessage') return { body: { MD5OfMessageBody: md5Of(body) } };
    const isLeft = !aws.asked.some(({ target }) => target?.endsWith('DeleteMessage'));
    return { body: action === 'ReceiveMessage' && isLeft ? { Messages: [message] } : {} };
  };

const inputs = (action: string) =>
  aws.asked
    .filter(({ target }) => target?.endsWith(`.${action}`))
    .map(({ body }) => JSON.parse(body));
const keepsake = (commandLine: string) => here.run(`${commandLine} --stage prod --json`);

describe('keepsake dlq redrive', () => {
  it('has SQS move messages back where SQS can', async () => {
    aws.answer = answering({ StartMessageMoveTask: { body: { TaskHandle: 'task' } } });
    const { code, lines } = await keepsake('dlq redrive payment-intake-payments');
    expect([code, lines]).toEqual([
      0,
      [{ queue: 'payment-intake-payments', messages: 1, moving: true }],
    ]);
    expect(inputs('StartMessageMoveTask')).toEqual([
      {
        SourceArn: 'arn:sqs:parked',
        DestinationArn: 'arn:sqs:PaymentIntakePaymentsQueueAAAAAAAA',
      },
    ]);
    expect([inputs('ReceiveMessage'), inputs('DeleteMessage')]).toEqual([[], []]);
  });

  it('sends each message back before it deletes it where SQS cannot', async () => {
    aws.answer = answering({
      StartMessageMoveTask: {
        status: 400,
        body: { __type: 'com.amazonaws.sqs#UnknownOperationException' },
      },
    });
    expect((await keepsake('dlq redrive payment-intake-payments')).lines).toEqual([
      { queue: 'payment-intake-payments', messages: 1, moving: false },
    ]);
    expect(inputs('SendMessage')).toMatchObject([
      { QueueUrl: 'https://sqs/PaymentIntakePaymentsQueueAAAAAAAA', MessageBody: message.Body },
    ]);
    const actions = aws.asked.map(({ target }) => target?.split('.')[1]);
    expect(actions.indexOf('SendMessage')).toBeLessThan(actions.indexOf('DeleteMessage'));
  });

  it('puts a refund’s event back on the bus, as it was', async () => {
    aws.answer = answering({ PutEvents: { body: { FailedEntryCount: 0 } } });
    expect((await keepsake('dlq redrive refunds')).code).toBe(0);
    const entry = {
      EventBusName: 'our-bus',
      Source: event.source,
      DetailType: event['detail-type'],
      Detail: JSON.stringify(event.detail),
    };
    expect(inputs('PutEvents')).toEqual([{ Entries: [entry] }]);
    expect(inputs('DeleteMessage')).toHaveLength(1);
  });

  it('keeps what the bus did not take', async () => {
    aws.answer = answering({ PutEvents: { body: { FailedEntryCount: 1 } } });
    expect((await keepsake('dlq redrive refunds')).code).toBe(75);
    expect(inputs('DeleteMessage')).toEqual([]);
  });
});

describe('keepsake dlq list', () => {
  it('shows messages to others again', async () => {
    aws.answer = answering({});
    const { lines } = await keepsake('dlq list refunds');
    expect(lines).toEqual([
      { messageId: 'm1', sentAt: '2030-01-01T00:00:00.000Z', body: message.Body, attributes: {} },
    ]);
    expect(inputs('ChangeMessageVisibility')).toMatchObject([
      { ReceiptHandle: 'h1', VisibilityTimeout: 0 },
    ]);
    expect(inputs('DeleteMessage')).toEqual([]);
  });

  it('names the queues there are to who names another', async () => {
    aws.answer = answering({});
    const { code, stderr } = await keepsake('dlq list nothing');
    expect([code, stderr]).toEqual([
      5,
      expect.stringContaining('One of: payment-intake-payments, refunds.'),
    ]);
  });
});
