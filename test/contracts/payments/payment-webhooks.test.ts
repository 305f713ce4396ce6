import { createServer } from 'node:http';
import { afterAll, beforeAll } from '@jest/globals';
import { MollieWebhooks } from '../../../adapters/payments/mollie-webhooks.ts';
import { StripeWebhooks } from '../../../adapters/payments/stripe-webhooks.ts';
import { TransientFault } from '../../../core/errors.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';
import { listen, urlOf } from '../../listening.ts';
import { type AtProvider, describePaymentWebhooks } from './describe-payment-webhooks.ts';
import { signed, stripeEvents } from './stripe-sender.ts';

const filter = { startsWith: 'ord_' };
const failing = async (): Promise<never> => {
  throw new TransientFault('no secret now');
};

describePaymentWebhooks('StripeWebhooks', async () => {
  const clock = new FixedClock();
  const options = { clock, toleranceSeconds: 300, filter };
  const at = Math.floor(clock.now().getTime() / 1000);
  return {
    webhooks: new StripeWebhooks({ ...options, secrets: async () => ['whsec_ours'] }),
    sent: (state) => stripeEvents(state).map((body) => signed(body, at, 'whsec_ours')),
    forged: (state) => signed(`${stripeEvents(state)[0]}`, at, 'whsec_theirs'),
    unreachable: () => new StripeWebhooks({ ...options, secrets: failing }),
    paymentId: 'pi_1',
  };
});

const mollieStatus = { pending: 'processing', settled: 'refunded', refused: 'failed' } as const;

/** A decimal string with as many digits as the currency has. */
const written = (value: number, currency: string): object => ({
  value: value.toFixed({ JPY: 0, KWD: 3 }[currency] ?? 2),
  currency,
});

/** Mollie's API, as far as the receiver asks it. */
const molliePayment = (state: AtProvider): object => {
  const { paymentId, orderId, paid, refunds = [], disputes = [] } = state;
  const currency = paid?.currency ?? 'EUR';
  return {
    resource: 'payment',
    id: paymentId,
    status: paid ? 'paid' : 'open',
    amount: written(paid?.value ?? 1, currency),
    metadata: orderId === undefined ? null : { orderId },
    _embedded: {
      refunds: refunds.map(({ refundId, status, value }) => ({
        id: refundId,
        status: mollieStatus[status],
        amount: written(value, currency),
      })),
      chargebacks: disputes.map(({ disputeId, status, value }) => ({
        id: disputeId,
        amount: written(value, currency),
        reversedAt: status === 'won' ? '2030-01-03T12:00:00+00:00' : null,
      })),
    },
  };
};

const payments = new Map<string, object>();
const server = createServer(({ url = '', headers }, response) => {
  const id = /^\/v2\/payments\/(\w+)\?embed=refunds,chargebacks$/.exec(url)?.[1];
  const payment = payments.get(`${id}`);
  const status = headers.authorization !== 'Bearer live_key' ? 401 : payment ? 200 : 404;
  response.writeHead(status, { 'content-type': 'application/hal+json' });
  response.end(JSON.stringify(payment ?? {}));
});

beforeAll(async () => {
  await listen(server);
});
afterAll(() => {
  server.close();
});

const ping = (id: string) => ({ body: `id=${id}`, headers: {} });

describePaymentWebhooks('MollieWebhooks', async () => {
  const endpoint = urlOf(server);
  const options = { clock: new FixedClock(), filter, endpoint };
  return {
    webhooks: new MollieWebhooks({ ...options, apiKey: async () => 'live_key' }),
    sent: (state) => {
      payments.set(state.paymentId, molliePayment(state));
      return [ping(state.paymentId)];
    },
    forged: () => ping('tr_never'),
    unreachable: () => new MollieWebhooks({ ...options, apiKey: async () => 'revoked_key' }),
    paymentId: 'tr_1',
  };
});
