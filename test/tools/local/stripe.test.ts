import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { OrderView } from '../../../core/orders/model/order-view.ts';
import {
  paidCheckout,
  type Stripe,
  startCheckout,
  stripeFrom,
} from '../../../tools/local/shop/stripe.ts';
import { listen, urlOf } from '../../listening.ts';

const order = { orderId: 'ord_1', amount: { value: 49.9, currency: 'EUR' } } as OrderView;
const paid = {
  payment_status: 'paid',
  client_reference_id: 'ord_1',
  currency: 'eur',
  amount_total: 4_990,
  payment_intent: 'pi_1',
};

let server: Server;
let stripe: Stripe;
let answer: { status: number; body: object };
const asked: { url: string; key: string; form: Record<string, string> }[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let form = '';
    for await (const chunk of request) form += chunk;
    const { url = '', headers } = request;
    asked.push({
      url,
      key: `${headers.authorization}`,
      form: Object.fromEntries(new URLSearchParams(form)),
    });
    response.writeHead(answer.status).end(JSON.stringify(answer.body));
  });
  await listen(server);
  stripe = {
    key: 'sk_test_1',
    origin: urlOf(server),
  };
});
afterAll(() => {
  server.close();
});
beforeEach(() => {
  asked.length = 0;
});

describe('a Stripe key in the environment', () => {
  it('is optional, and is refused when it moves money', () => {
    expect(stripeFrom(undefined)).toBeUndefined();
    expect(stripeFrom('sk_test_1')).toEqual({ key: 'sk_test_1', origin: 'https://api.stripe.com' });
    expect(() => stripeFrom('sk_live_1')).toThrow('no test key');
  });
});

describe('a checkout at Stripe', () => {
  it('names the order and its amount in cents, and leads back to the shop', async () => {
    answer = { status: 200, body: { url: 'https://checkout.test/1' } };
    expect(await startCheckout(stripe, order, 'http://shop.test')).toBe('https://checkout.test/1');
    expect(asked).toMatchObject([
      {
        url: '/v1/checkout/sessions',
        key: 'Bearer sk_test_1',
        form: {
          client_reference_id: 'ord_1',
          'line_items[0][price_data][unit_amount]': '4990',
          'line_items[0][price_data][currency]': 'eur',
          success_url: 'http://shop.test/?checkout={CHECKOUT_SESSION_ID}',
        },
      },
    ]);
  });

  it('pays the order under the id of Stripe’s payment', async () => {
    answer = { status: 200, body: paid };
    expect(await paidCheckout(stripe, order, 'cs/1')).toBe('pi_1');
    expect(asked[0]?.url).toBe('/v1/checkout/sessions/cs%2F1');
  });

  it.each([
    ['unpaid', { payment_status: 'unpaid' }],
    ['another order’s', { client_reference_id: 'ord_2' }],
    ['of another amount', { amount_total: 499 }],
    ['in another currency', { currency: 'usd' }],
  ])('that is %s pays nothing', async (_what, other) => {
    answer = { status: 200, body: { ...paid, ...other } };
    await expect(paidCheckout(stripe, order, 'cs_1')).rejects.toThrow('does not say');
  });

  it('that Stripe refuses says why', async () => {
    answer = { status: 401, body: { error: { message: 'Invalid API Key' } } };
    await expect(startCheckout(stripe, order, 'http://shop.test')).rejects.toThrow(
      'Invalid API Key',
    );
  });
});
