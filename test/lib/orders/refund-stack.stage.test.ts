import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import type { OrderEvent } from '../../../core/orders/model/order.ts';
import { failAttempt } from '../../../core/orders/model/order-failure.ts';
import { defaultConfig, parseConfig } from '../../../lib/config.ts';
import type { Config } from '../../../lib/config-schema.ts';
import { aFile, aMigratingOrder, run } from '../../core/builders/records.ts';
import { everythingConfig } from '../every-stack.ts';
import { type SentRequest, sentRequest } from '../sent-request.ts';
import { flatten, keepsake, propertiesOf } from '../synthesize.ts';

const { failed } = everythingConfig.refund as NonNullable<Config['refund']>;

const templateOf = (refund: NonNullable<Config['refund']>): Template => {
  const { refunds } = keepsake(parseConfig('prod', { ...defaultConfig('prod'), refund }));
  if (!refunds) throw new Error('there is no Refunds stack');
  return Template.fromStack(refunds);
};

const now = '2030-01-01T01:00:00.000Z';
const gone = aFile('cover', {
  attempt: 1,
  status: 'failed',
  failure: { code: 'source_missing', message: 'It is gone.', role: 'cover' },
});

/** The saga's own announcement, in EventBridge's envelope. */
const eventOf = ({ detailType, detail }: OrderEvent) => ({
  source: 'keepsake.orders',
  'detail-type': detailType,
  detail,
});

const announced = (order: { announcement?: OrderEvent | undefined }) => {
  if (!order.announcement) throw new Error('nothing is announced');
  return eventOf(JSON.parse(JSON.stringify(order.announcement)));
};

const failure = announced(
  failAttempt({ order: aMigratingOrder({ status: 'compensating' }), files: [gone] }, run, {
    maxAttempts: 2,
    now,
  }).order,
);
const partsOf = (template: Template, part: string) => {
  const one = (type: string) => {
    const [, properties] = propertiesOf(template, type).find(([id]) => id.startsWith(part)) ?? [];
    return properties;
  };
  const rule = one('AWS::Events::Rule');
  return {
    rule,
    target: rule.Targets[0],
    destination: one('AWS::Events::ApiDestination'),
    connection: one('AWS::Events::Connection'),
  };
};

const requestFor = (template: Template, part: string, event: object): SentRequest =>
  sentRequest(partsOf(template, part), event);

describe('a failed order, delivered to a payment provider', () => {
  const template = templateOf(everythingConfig.refund as NonNullable<Config['refund']>);
  const { rule, target, connection, destination } = partsOf(template, 'Refunds');

  it('is heard on our own bus, by its type, unless its payment was refunded before', () => {
    expect(rule.EventPattern).toEqual({
      source: ['keepsake.orders'],
      'detail-type': ['OrderMigrationFailed'],
      detail: { refund: { requested: [true] } },
    });
    expect(flatten(rule.EventBusName)).toBe('<Service.Bus>');
  });

  it('is sent as it is, unless a body is configured', () => {
    expect(requestFor(template, 'Refunds', failure)).toEqual({
      method: 'POST',
      url: 'https://payments.example.com/refunds',
      headers: { 'Content-Type': 'application/json; charset=utf-8', Authorization: '<secret>' },
      body: {
        orderId: 'ord_1',
        attempt: 1,
        reason: 'It is gone.',
        payment: { paymentId: 'pay_1', amount: { value: 49.9, currency: 'EUR' } },
        refund: { requested: true, idempotencyKey: 'refund-ord_1-pay_1' },
      },
    });
  });

  it('is tried for a day, then parked with an alarm', () => {
    expect(target.RetryPolicy).toEqual({
      MaximumEventAgeInSeconds: 86_400,
      MaximumRetryAttempts: 185,
    });
    expect(flatten(target.DeadLetterConfig.Arn)).toBe('<RefundsDeadLettersQueue>');
    const names = propertiesOf(template, 'AWS::CloudWatch::Alarm').map(
      ([, { AlarmName }]) => AlarmName,
    );
    expect(names).toContain('keepsake-prod-dead-letters-refunds');
  });

  it('may park: the queue lets this rule in and nobody else', () => {
    const [, policy] =
      propertiesOf(template, 'AWS::SQS::QueuePolicy').find(([id]) => id.startsWith('Refunds')) ??
      [];
    const allowed = policy.PolicyDocument.Statement.filter(
      ({ Effect }: { Effect: string }) => Effect === 'Allow',
    );
    expect(allowed).toEqual([
      expect.objectContaining({
        Action: 'sqs:SendMessage',
        Principal: { Service: 'events.amazonaws.com' },
      }),
    ]);
    expect(flatten(allowed[0].Condition.ArnEquals['aws:SourceArn'])).toMatch(/RefundsRule/);
  });

  it('carries a credential that is in no template: only the name of its secret', () => {
    const value = flatten(connection.AuthParameters.ApiKeyAuthParameters.ApiKeyValue);
    expect(value).toBe('{{resolve:secretsmanager:keepsake/prod/payment-provider:SecretString:::}}');
    expect(connection.AuthorizationType).toBe('API_KEY');
  });

  it('is sent no faster than configured', () => {
    expect(destination.InvocationRateLimitPerSecond).toBe(10);
  });

  it('lets EventBridge call this destination and no other', () => {
    const statements = propertiesOf(template, 'AWS::IAM::Policy').flatMap(
      ([, { PolicyDocument }]) => PolicyDocument.Statement,
    );
    for (const { Action, Resource } of statements)
      expect([Action, flatten(Resource)]).toEqual([
        'events:InvokeApiDestination',
        expect.stringMatching(/Destination/),
      ]);
  });
});

describe('a body of one’s own', () => {
  it('is made of constants and values of the event, each in its place', () => {
    const body = {
      reference: '$.detail.orderId',
      amount: '$.detail.payment.amount.value',
      currency: '$.detail.payment.amount.currency',
      kind: 'refund',
    };
    expect(
      requestFor(templateOf({ failed: { ...failed, body } }), 'Refunds', failure).body,
    ).toEqual({
      reference: 'ord_1',
      amount: 49.9,
      currency: 'EUR',
      kind: 'refund',
    });
  });
});

describe('what is refused', () => {
  const prod = defaultConfig('prod');
  it.each([
    ['plain HTTP', { ...failed, endpoint: 'http://api.example.com' }],
    ['a query in the endpoint', { ...failed, endpoint: 'https://api.example.com/?a=b' }],
    [
      'a secret’s value where its name belongs',
      { ...failed, connection: { header: 'Authorization', secretName: 'Bearer sk_live_1' } },
    ],
    ['a path that is none', { ...failed, query: { payment_intent: '$detail.paymentId' } }],
    ['a setting nobody knows', { ...failed, retries: 3 }],
  ])('%s', (_what, call) => {
    expect(() => parseConfig('prod', { ...prod, refund: { failed: call } })).toThrow(
      /refund\.failed/,
    );
  });
});

describe('without a provider', () => {
  it('there is no Refunds stack', () => {
    expect(keepsake(defaultConfig('prod')).refunds).toBeUndefined();
  });
});

describe('docs/payments.md', () => {
  it('names the providers that are tested', () => {
    const docs = readFileSync(new URL('../../../docs/payments.md', import.meta.url), 'utf8');
    for (const part of [
      'stripeRefunds(',
      'stripeCaptureAfterMigrate(',
      'lib/orders/payment-providers/stripe.ts',
    ])
      expect(docs).toContain(part);
  });
});
