import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import {
  CreateApiDestinationCommand,
  CreateConnectionCommand,
  CreateEventBusCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { orderEvents } from '../../../core/event-names.ts';
import { defaultConfig, parseConfig } from '../../../lib/config.ts';
import type { Config } from '../../../lib/config-schema.ts';
import { roleOfWorkflow } from '../../contracts/orders/idle-workflow.ts';
import { eventBridge } from '../../contracts/shared/emulator.ts';
import { freshId } from '../../contracts/shared/samples.ts';
import { everythingConfig } from '../../lib/every-stack.ts';
import { sentRequest } from '../../lib/sent-request.ts';
import { propertiesOf, templatesOf } from '../../lib/synthesize.ts';
import { urlOf } from '../../listening.ts';
import { eventually } from '../shared/eventually.ts';

type Refund = NonNullable<Config['refund']>;
type Received = { method: string; url: string; headers: IncomingHttpHeaders; body: string };

const received: Received[] = [];

/** Stands in for the payment provider. */
const provider = createServer(async (request, answer) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { method = '', url = '', headers } = request;
  received.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
  answer.end('{}');
});
beforeAll(async () => {
  provider.listen(0, '127.0.0.1');
  await once(provider, 'listening');
});
afterAll(() => {
  provider.close();
});

/** The Refunds stack as it is synthesized for these calls. */
const partsOf = (refund: Refund, part: 'Refunds' | 'Captures') => {
  const config = parseConfig('prod', { ...defaultConfig('prod'), refund });
  const { refunds } = templatesOf(config);
  if (refunds === undefined) throw new Error('there is no Refunds stack');
  const one = (type: string) =>
    propertiesOf(refunds, type).find(([id]) => id.startsWith(part))?.[1];
  const { Targets, EventPattern } = one('AWS::Events::Rule');
  return {
    target: Targets[0],
    pattern: EventPattern,
    destination: one('AWS::Events::ApiDestination'),
    connection: one('AWS::Events::Connection'),
  };
};

type Parts = ReturnType<typeof partsOf>;

const credential = 'Bearer sk_test_of_the_emulator';

/** CloudFormation resolves the secret. The emulator has no such types, so we make them. */
const connect = async ({ connection, destination }: Parts): Promise<string | undefined> => {
  const { ApiKeyName } = connection.AuthParameters.ApiKeyAuthParameters;
  const { ConnectionArn } = await eventBridge.send(
    new CreateConnectionCommand({
      ...connection,
      Name: freshId('connection'),
      AuthParameters: { ApiKeyAuthParameters: { ApiKeyName, ApiKeyValue: credential } },
    }),
  );
  const endpoint = destination.InvocationEndpoint.replace(/^https:\/\/[^/]+/, urlOf(provider));
  const made = await eventBridge.send(
    new CreateApiDestinationCommand({
      ...destination,
      Name: freshId('destination'),
      ConnectionArn,
      InvocationEndpoint: endpoint,
    }),
  );
  return made.ApiDestinationArn;
};

/** A bus of its own whose events go to the provider. */
const wire = async (parts: Parts): Promise<string> => {
  const EventBusName = freshId('bus');
  await eventBridge.send(new CreateEventBusCommand({ Name: EventBusName }));
  const rule = { EventBusName, Name: freshId('rule') };
  await eventBridge.send(
    new PutRuleCommand({ ...rule, EventPattern: JSON.stringify(parts.pattern) }),
  );
  const { DeadLetterConfig: _, ...target } = parts.target;
  const Targets = [{ ...target, Arn: await connect(parts), RoleArn: await roleOfWorkflow() }];
  const { FailedEntries } = await eventBridge.send(
    new PutTargetsCommand({ EventBusName, Rule: rule.Name, Targets }),
  );
  expect(FailedEntries ?? []).toEqual([]);
  return EventBusName;
};

const failed = () => ({
  orderId: freshId('ord'),
  attempt: 2,
  reason: 'The uploaded file is gone: “photo & co”.',
  payment: { paymentId: freshId('pi'), amount: { value: 49.9, currency: 'EUR' } },
  refund: { requested: true, idempotencyKey: freshId('refund') },
});

/** One stage with a body of values and constants, and a path: each stage takes seconds to make. */
const custom: Refund = {
  failed: {
    endpoint: 'https://payments.example.com/orders/*/refunds',
    path: ['$.detail.orderId'],
    connection: { header: 'X-Api-Key', secretName: 'provider' },
    query: { reason: '$.detail.reason' },
    headers: { 'Idempotency-Key': '$.detail.refund.idempotencyKey' },
    body: { payment: '$.detail.payment.paymentId', note: 'Keepsake' },
    ratePerSecond: 1,
  },
};

/** Forms, as Stripe takes them, are no API destination: test/lib/orders/provider-form-call. */
const calls: [string, Refund, 'Refunds', 'failed'][] = [
  ['the event as it is', everythingConfig.refund as Refund, 'Refunds', 'failed'],
  ['a path, a query, a header and a body', custom, 'Refunds', 'failed'],
];

describe.each(calls)('a provider that takes %s', (_, refund, part, end) => {
  it('receives the request that the template describes, with its credential, and none for a payment that was refunded before', async () => {
    const parts = partsOf(refund, part);
    const busName = await wire(parts);
    const detail = failed();
    const event = { source: orderEvents.source, 'detail-type': orderEvents[end], detail };
    const paidBack = { ...failed(), refund: { ...detail.refund, requested: false } };
    const Entries = [paidBack, detail].map((told) => ({
      EventBusName: busName,
      Source: event.source,
      DetailType: event['detail-type'],
      Detail: JSON.stringify(told),
    }));
    await eventBridge.send(new PutEventsCommand({ Entries }));
    const got = await eventually(`a request about ${detail.orderId}`, async () =>
      received.find((request) => JSON.stringify(request).includes(detail.payment.paymentId)),
    );
    const { method, url, headers, body } = sentRequest(parts, event);
    const wanted = new URL(url);
    expect({ ...got, url: new URL(got.url, wanted.origin).href }).toMatchObject({
      method,
      url: wanted.href,
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [
          name.toLowerCase(),
          value === '<secret>' ? credential : value,
        ]),
      ),
    });
    expect(JSON.parse(got.body)).toEqual(body);
    expect(JSON.stringify(received)).not.toContain(paidBack.payment.paymentId);
  });
});
