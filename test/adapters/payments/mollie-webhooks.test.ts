import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MollieWebhooks } from '../../../adapters/payments/mollie-webhooks.ts';
import { recordRefund, refundStateOf } from '../../../core/orders/model/order-refunds.ts';
import type { RefundNews } from '../../../core/orders/model/refund-news.ts';
import type { ProviderNews } from '../../../core/payments/model/provider-news.ts';
import { aPaidOrder } from '../../core/builders/records.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';
import { listen, urlOf } from '../../listening.ts';

/** What Mollie answers, as text. */
let answer = '';
const asked: string[] = [];
let takesMs = 0;
const clock = new FixedClock();
const server = createServer(({ url = 'none' }, response) => {
  asked.push(url);
  clock.advance(takesMs);
  response.end(answer);
});

beforeAll(async () => {
  await listen(server);
});
afterAll(() => {
  server.close();
});

const payment = {
  id: 'tr_1',
  status: 'paid',
  amount: { value: '49.90', currency: 'EUR' },
  metadata: { orderId: 'ord_1' } as unknown,
};

beforeEach(() => {
  asked.length = 0;
  takesMs = 0;
  clock.set('2030-01-01T00:00:00.000Z');
});

const news = (said: object | string, body = 'id=tr_1', filter = true) => {
  answer = typeof said === 'string' ? said : JSON.stringify(said);
  return new MollieWebhooks({
    apiKey: async () => 'live_key',
    clock,
    ...(filter && { filter: { startsWith: 'ord_' } }),
    endpoint: urlOf(server),
  }).read({ body, headers: {} });
};

const read = async (...asked: Parameters<typeof news>): Promise<ProviderNews[]> => [
  ...(await news(...asked)),
];

describe('a webhook of Mollie', () => {
  it.each([
    'ord_1',
    7,
    null,
    undefined,
    ['ord_1'],
    { orderId: 7 },
    { orderId: { id: 'ord_1' } },
    { order: 'x' },
  ])('tells nothing of another product’s payment with the metadata %j', async (metadata) => {
    expect(await read({ ...payment, metadata })).toEqual([]);
  });

  it('tells nothing of another product’s payment, whatever its refunds look like', async () => {
    const strange = { refunds: [{ id: 're_1', status: 'new to us' }] };
    expect(await read({ ...payment, metadata: 'x', _embedded: strange })).toEqual([]);
  });

  it.each([
    ['names another payment', { ...payment, id: 'tr_2' }],
    ['names none', { status: 'paid' }],
    ['is no payment', []],
    ['is no JSON', '<html>'],
  ])('is wanted again when Mollie’s answer %s', async (_, said) => {
    await expect(read(said)).rejects.toMatchObject({ name: 'TransientFault' });
  });

  it.each(['ord_1', 7, null, ['ord_1'], { orderId: 7 }])(
    'is refused for the metadata %j where every payment is ours',
    async (metadata) => {
      await expect(read({ ...payment, metadata }, 'id=tr_1', false)).rejects.toMatchObject({
        name: 'InvalidInput',
        issues: [{ field: 'orderId', message: 'must be the order’s id' }],
      });
    },
  );

  it.each([
    'id=ord_1',
    'id=pl_1',
    'id=tr_',
    `id=tr_${'1'.repeat(65)}`,
    'id=tr_1%2F..%2F..%2Fv2%2Fbalances',
    'id=tr_1%3Ftestmode%3Dtrue',
    'id=tr_1%0A',
    'id=%40169.254.169.254%2Ftr_1',
    'id=TR_1',
    'id[]=tr_1',
    '{"id":"tr_1"}',
  ])('asks Mollie nothing for the form %s', async (body) => {
    await expect(read(payment, body)).rejects.toMatchObject({
      name: 'InvalidInput',
      issues: [{ field: 'id', message: 'must be the id of a payment, tr_…' }],
    });
    expect(asked).toEqual([]);
  });

  it('asks for the payment that the form names', async () => {
    const [news] = await read(payment);
    expect(news?.event.detail).toMatchObject({ orderId: 'ord_1', paymentId: 'tr_1' });
    expect(asked).toEqual(['/v2/payments/tr_1?embed=refunds,chargebacks']);
  });

  it.each([
    ['refunded', 'settled'],
    ['failed', 'refused'],
    ['canceled', 'refused'],
    ['queued', 'pending'],
    ['new to us', 'pending'],
  ])('tells a refund of the status %s as %s', async (status, expected) => {
    const refunds = [{ id: 're_1', status, amount: { value: '5.00', currency: 'EUR' } }];
    const news = await read({ ...payment, _embedded: { refunds } });
    expect(news.map(({ event }) => event.detail)).toMatchObject([
      { paymentId: 'tr_1' },
      { paymentId: 'tr_1', orderId: 'ord_1', refundId: 're_1', status: expected },
    ]);
  });
});

describe('a part of Mollie’s answer that cannot be understood', () => {
  const refund = { id: 're_1', status: 'refunded', amount: { value: '5.00', currency: 'EUR' } };
  const chargeback = { id: 'chb_1', amount: { value: '5.00', currency: 'EUR' } };

  it.each([
    [
      'a refund without an amount',
      { refunds: [{ id: 're_0' }, refund], chargebacks: [chargeback] },
    ],
    ['refunds that are no list', { refunds: { re: 1 }, chargebacks: [chargeback] }],
    ['a chargeback of null', { refunds: [refund], chargebacks: [null, chargeback] }],
  ])('keeps back no other news: %s', async (_, embedded) => {
    const told: string[] = [];
    const reading = async () => {
      for (const { event } of await news({ ...payment, _embedded: embedded }))
        told.push(event.detailType);
    };
    await expect(reading()).rejects.toMatchObject({ name: 'InvalidInput' });
    expect(told).toEqual(expect.arrayContaining(['PaymentSucceeded', 'PaymentDisputed']));
  });
});

describe('a chargeback that Mollie tells', () => {
  const amount = { value: '49.90', currency: 'EUR' };
  const createdAt = '2029-12-31T23:00:00+00:00';
  const told = async (fields: object) => {
    const chargebacks = [{ id: 'chb_1', amount, createdAt, ...fields }];
    return (await read({ ...payment, _embedded: { chargebacks } })).at(-1);
  };

  it('is an open dispute since it was made', async () => {
    expect((await told({ reversedAt: null }))?.event).toEqual({
      detailType: 'PaymentDisputed',
      detail: {
        paymentId: 'tr_1',
        orderId: 'ord_1',
        disputeId: 'chb_1',
        status: 'open',
        amount: { value: 49.9, currency: 'EUR' },
        at: '2029-12-31T23:00:00.000Z',
      },
    });
  });

  it('is a won dispute once it was reversed, and other news', async () => {
    const reversed = await told({ reversedAt: '2030-01-02T03:00:00+01:00' });
    expect(reversed?.event.detail).toMatchObject({ status: 'won', at: '2030-01-02T02:00:00.000Z' });
    expect(reversed?.key).not.toBe((await told({}))?.key);
  });
});

describe('the time of a refund that Mollie tells', () => {
  const createdAt = '2029-12-31T23:00:00+00:00';

  /** The news of one webhook, whose answer took so long. */
  const told = async (status: string, ms = 0, made: object = { createdAt }) => {
    takesMs = ms;
    const amount = { value: '49.90', currency: 'EUR' };
    const refunds = [{ id: 're_1', status, amount, ...made }];
    const news = await read({ ...payment, _embedded: { refunds } });
    return news.at(-1)?.event.detail as RefundNews;
  };

  it('is when it was made, while it is pending', async () => {
    expect((await told('processing', 4000)).at).toBe('2029-12-31T23:00:00.000Z');
  });

  it('is when Mollie was asked, once it has ended', async () => {
    expect((await told('refunded', 4000)).at).toBe('2030-01-01T00:00:00.000Z');
  });

  it('is not before it was made, where our clock is behind', async () => {
    const late = { createdAt: '2030-01-01T00:00:03Z' };
    expect((await told('refunded', 0, late)).at).toBe('2030-01-01T00:00:03.000Z');
  });

  it.each([[{}], [{ createdAt: 'yesterday' }]])(
    'is when Mollie was asked, for %j',
    async (made) => {
      expect((await told('pending', 4000, made)).at).toBe('2030-01-01T00:00:00.000Z');
    },
  );

  it('lets an answer that comes late undo no end of the refund', async () => {
    const order = aPaidOrder(
      {},
      { payment: { paymentId: 'tr_1', amount: { value: 49.9, currency: 'EUR' }, receivedAt: 'x' } },
    );
    const ended = await told('refunded');
    clock.advance(1000);
    const slow = await told('processing', 4000);
    const policy = { now: '2030-02-01T00:00:00.000Z', revokesLinks: false };
    const standing = [ended, slow].reduce((one, news) => recordRefund(one, news, policy), order);
    expect(refundStateOf(standing)).toBe('settled');
  });
});
