import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { StripeWebhooks } from '../../../adapters/payments/stripe-webhooks.ts';
import { webhookHandler } from '../../../lambdas/payments/webhook-handler.ts';
import { signed, stripeEvent } from '../../contracts/payments/stripe-sender.ts';
import { MemoryToldNews } from '../../fakes/payments/memory-told-news.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';
import { MemoryEventBus } from '../../fakes/shared/memory-event-bus.ts';
import { context } from '../lambda-context.ts';
import { catchLogs } from '../log-lines.ts';

let lines: ReturnType<typeof catchLogs>;
beforeEach(() => {
  lines = catchLogs();
});
afterEach(() => {
  jest.restoreAllMocks();
});

const secret = 'whsec_ours';
const body = stripeEvent('payment_intent.succeeded', {
  id: 'pi_1',
  amount_received: 4990,
  currency: 'eur',
  metadata: { orderId: 'ord_1' },
});

const aStage = (bus = new MemoryEventBus()) => {
  const clock = new FixedClock();
  const stripe = new StripeWebhooks({
    secrets: async () => [secret],
    clock,
    toleranceSeconds: 300,
    filter: { startsWith: 'ord_' },
  });
  const deps = { told: new MemoryToldNews(), bus, clock };
  const at = Math.floor(clock.now().getTime() / 1000);
  return { ...deps, at, providers: new Map([['stripe', stripe]]) };
};

const post = async (
  stage: ReturnType<typeof aStage>,
  changes: Partial<APIGatewayProxyEventV2> = {},
) => {
  const { headers } = signed(body, stage.at, secret);
  const event = { pathParameters: { provider: 'stripe' }, headers, body, ...changes };
  const answer = await webhookHandler(stage)(event as APIGatewayProxyEventV2, context);
  return { ...answer, body: JSON.parse(`${answer.body}`) };
};

const base64 = { body: Buffer.from(body).toString('base64'), isBase64Encoded: true };

describe('POST /webhooks/{provider}', () => {
  it.each([
    ['as text', {}],
    ['in base64', base64],
  ])('announces the payment of a webhook that comes %s', async (_, changes) => {
    const stage = aStage();
    expect(await post(stage, changes)).toMatchObject({ statusCode: 200, body: { announced: 1 } });
    expect(stage.bus.published).toMatchObject([
      { detail: { orderId: 'ord_1', paymentId: 'pi_1' } },
    ]);
  });

  it('answers a replay with 200, so that the provider stops', async () => {
    const stage = aStage();
    await post(stage);
    expect(await post(stage)).toMatchObject({ statusCode: 200, body: { repeated: 1 } });
    expect(stage.bus.published).toHaveLength(1);
  });

  it.each([
    ['an unknown provider', { pathParameters: { provider: 'paypal' } }, 400],
    ['an object’s own name', { pathParameters: { provider: '__proto__' } }, 400],
    ['a webhook without a signature', { headers: {} }, 401],
    ['another body than was signed', { body: `${body} ` }, 401],
    ['no body', { body: undefined }, 401],
    ['a huge body', { body: 'x'.repeat(256 * 1024 + 1) }, 413],
  ])('refuses %s and announces nothing', async (_, changes, statusCode) => {
    const stage = aStage();
    const answer = await post(stage, changes as Partial<APIGatewayProxyEventV2>);
    expect(answer).toMatchObject({ statusCode, body: { status: statusCode } });
    expect(stage.bus.published).toEqual([]);
  });

  it('counts what does not prove that the provider sent it, and only that', async () => {
    await post(aStage(), { headers: {} });
    await post(aStage(), { pathParameters: { provider: 'paypal' } });
    const counts = lines.filter((line) => '_aws' in line && 'WebhooksRefused' in line);
    expect(counts).toMatchObject([{ WebhooksRefused: 1 }]);
  });

  it('answers 503 while the bus takes nothing, so that the provider comes again', async () => {
    const stage = aStage(faulty(new MemoryEventBus(), () => 'before') as MemoryEventBus);
    expect(await post(stage)).toMatchObject({ statusCode: 503 });
  });

  it('logs neither the body nor a signature', async () => {
    await post(aStage());
    await post(aStage(), { headers: { 'stripe-signature': 't=1,v1=beef' } });
    expect(JSON.stringify(lines)).not.toMatch(/pi_1|beef|ord_1/);
    expect(lines).toContainEqual(expect.objectContaining({ message: 'Webhook refused' }));
  });
});
