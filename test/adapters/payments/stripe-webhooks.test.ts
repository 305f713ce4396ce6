import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { StripeWebhooks } from '../../../adapters/payments/stripe-webhooks.ts';
import { signed, stripeEvent } from '../../contracts/payments/stripe-sender.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';

const [older, newer] = ['whsec_older', 'whsec_newer'];
const clock = new FixedClock();
const now = Math.floor(clock.now().getTime() / 1000);
const intent = {
  id: 'pi_1',
  amount: 4990,
  amount_received: 4990,
  amount_capturable: 0,
  currency: 'eur',
  metadata: { orderId: 'ord_1' },
};
const succeeded = stripeEvent('payment_intent.succeeded', intent);

type Options = {
  secrets?: string[];
  paidWhen?: 'captured' | 'authorized';
  filter?: { startsWith: string };
};

const stripe = (options: Options = {}) => {
  const { secrets = [newer], ...more } = options;
  return new StripeWebhooks({
    secrets: async () => secrets,
    clock,
    toleranceSeconds: 300,
    filter: { startsWith: 'ord_' },
    ...more,
  });
};

const refusal = (reason: RegExp) => ({
  name: 'NotSignedIn',
  message: expect.stringMatching(reason),
});

describe('a webhook of Stripe', () => {
  it.each([
    ['the older of two secrets', [older, newer], [older]],
    ['the newer of two secrets', [older, newer], [newer]],
    ['both, as Stripe does while a secret is replaced', [newer], [older, newer]],
  ])('is believed if signed with %s', async (_, secrets, signers) => {
    const news = await stripe({ secrets }).read(signed(succeeded, now, ...signers));
    expect(news).toHaveLength(1);
  });

  it.each([-300, 300])(
    'is believed when it was signed %i s from now, at the tolerance',
    async (age) => {
      expect(await stripe().read(signed(succeeded, now - age, newer))).toHaveLength(1);
    },
  );

  it.each([-301, 301])('is refused when it was signed %i s from now', async (age) => {
    const webhook = signed(succeeded, now - age, newer);
    await expect(stripe().read(webhook)).rejects.toMatchObject(refusal(/301 s from now/));
  });

  it.each([
    ['is none', [], newer],
    ['is empty', [''], ''],
    ['is blank', [' ', '\n'], ' '],
  ])(
    'is refused if the stage’s secret %s, also with that signature',
    async (_, secrets, signer) => {
      const webhook = signed(succeeded, now, signer);
      await expect(stripe({ secrets }).read(webhook)).rejects.toMatchObject(refusal(/none of/));
    },
  );

  it.each(['', 't=1', 'v1=00', 't=,v1=', `t=${now},v0=00`, `t=${now},v1=zz`, `t=-1,v1=00`])(
    'is refused with the header %j',
    async (header) => {
      const webhook = { body: succeeded, headers: { 'stripe-signature': header } };
      await expect(stripe().read(webhook)).rejects.toMatchObject({ name: 'NotSignedIn' });
    },
  );

  it('is refused after any change of its body, also one that JSON does not see', async () => {
    const { headers } = signed(succeeded, now, newer);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(succeeded.length),
        fc.constantFrom(' ', 'x', '\n'),
        async (at, text) => {
          const body = `${succeeded.slice(0, at)}${text}${succeeded.slice(at)}`;
          await expect(stripe().read({ body, headers })).rejects.toMatchObject({
            name: 'NotSignedIn',
          });
        },
      ),
    );
  });

  it('counts an authorization as payment only where the stage says so', async () => {
    const held = { ...intent, amount_received: 0, amount_capturable: 4990 };
    const body = stripeEvent('payment_intent.amount_capturable_updated', held);
    const webhook = signed(body, now, newer);
    expect(await stripe().read(webhook)).toEqual([]);
    const [news] = await stripe({ paidWhen: 'authorized' }).read(webhook);
    expect(news?.event.detail.amount).toEqual({ value: 49.9, currency: 'EUR' });
    expect(await stripe({ paidWhen: 'authorized' }).read(signed(succeeded, now, newer))).toEqual(
      [],
    );
  });

  it('counts what was received, not what was asked for', async () => {
    const partly = stripeEvent('payment_intent.succeeded', { ...intent, amount_received: 1000 });
    const [news] = await stripe().read(signed(partly, now, newer));
    expect(news?.event.detail.amount).toEqual({ value: 10, currency: 'EUR' });
  });

  it('tells the total of a refunded charge without the id of a refund', async () => {
    const charge = {
      id: 'ch_1',
      payment_intent: 'pi_1',
      amount_refunded: 2000,
      currency: 'eur',
      metadata: { orderId: 'ord_1' },
    };
    const [news] = await stripe().read(signed(stripeEvent('charge.refunded', charge), now, newer));
    expect(news?.event).toEqual({
      detailType: 'PaymentRefundChanged',
      detail: {
        paymentId: 'pi_1',
        orderId: 'ord_1',
        status: 'settled',
        amount: { value: 20, currency: 'EUR' },
        at: '2030-01-01T00:00:00.000Z',
      },
    });
  });

  const refund = {
    id: 're_1',
    payment_intent: 'pi_1',
    amount: 5,
    currency: 'eur',
    status: 'failed',
  };
  const charge = { id: 'ch_1', payment_intent: 'pi_1', amount_refunded: 5, currency: 'eur' };
  const refundNews = [
    ['refund.created', refund],
    ['refund.updated', refund],
    ['refund.failed', refund],
    ['charge.refund.updated', refund],
    ['charge.refunded', charge],
  ] as const;

  it.each(refundNews)(
    'tells nothing when %s names another product’s order',
    async (type, object) => {
      const filter = { startsWith: 'ord_ours' };
      const ofOrder = (orderId: unknown) =>
        stripe({ filter }).read(
          signed(stripeEvent(type, { ...object, metadata: { orderId } }), now, newer),
        );
      expect(await ofOrder('ord_theirs')).toEqual([]);
      expect(await ofOrder({ shape: 'of a stranger' })).toEqual([]);
      expect(await ofOrder('ord_ours_1')).toMatchObject([
        { event: { detail: { paymentId: 'pi_1' } } },
      ]);
    },
  );

  it.each(refundNews)(
    'tells %s that names no order: its payment may be ours',
    async (type, object) => {
      for (const metadata of [{}, null, undefined]) {
        const [news] = await stripe().read(
          signed(stripeEvent(type, { ...object, metadata }), now, newer),
        );
        expect(news?.event.detail).toMatchObject({ paymentId: 'pi_1' });
        expect(news?.event.detail).not.toHaveProperty('orderId');
      }
    },
  );

  it.each([
    ['succeeded', 'settled'],
    ['failed', 'refused'],
    ['canceled', 'refused'],
    ['requires_action', 'pending'],
    [null, 'pending'],
    ['constructor', 'pending'],
  ])('tells a refund of the status %s as %s', async (status, expected) => {
    const body = stripeEvent('refund.updated', { ...refund, status });
    const [news] = await stripe().read(signed(body, now, newer));
    expect(news?.event.detail).toMatchObject({ refundId: 're_1', status: expected });
  });

  const dispute = { id: 'dp_1', payment_intent: 'pi_1', amount: 4990, currency: 'eur' };

  it.each([
    ['charge.dispute.created', 'needs_response', 'open'],
    ['charge.dispute.created', 'warning_needs_response', 'open'],
    ['charge.dispute.closed', 'lost', 'lost'],
    ['charge.dispute.closed', 'won', 'won'],
    ['charge.dispute.closed', 'warning_closed', 'won'],
  ])('tells %s of the status %s as a dispute that is %s', async (type, status, expected) => {
    const body = stripeEvent(type, { ...dispute, status, metadata: {} });
    const [news] = await stripe().read(signed(body, now, newer));
    expect(news?.event).toEqual({
      detailType: 'PaymentDisputed',
      detail: {
        paymentId: 'pi_1',
        disputeId: 'dp_1',
        status: expected,
        amount: { value: 49.9, currency: 'EUR' },
        at: '2030-01-01T00:00:00.000Z',
      },
    });
  });

  it.each([...['customer.created', 'refund.updated', 'charge.refunded'], 'charge.dispute.created'])(
    'tells nothing when %s is about no PaymentIntent',
    async (type) => {
      const body = stripeEvent(type, { id: 'x_1', payment_intent: null });
      expect(await stripe().read(signed(body, now, newer))).toEqual([]);
    },
  );
});
