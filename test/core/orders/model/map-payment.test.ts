import { describe, expect, it } from '@jest/globals';
import { mapPayment } from '../../../../core/orders/model/map-payment.ts';
import type { PaymentMapping } from '../../../../core/payment-contract.ts';

const own: PaymentMapping = {
  orderId: 'detail.orderId',
  paymentId: 'detail.paymentId',
  amountValue: 'detail.amount.value',
  currency: 'detail.amount.currency',
  unit: 'major',
};

/**
 * Stripe's partner event source: the object is nested, counts cents and spells currencies in lower
 * case.
 */
const stripe: PaymentMapping = {
  orderId: 'detail.data.object.metadata.orderId',
  paymentId: 'detail.data.object.id',
  amountValue: 'detail.data.object.amount_received',
  currency: 'detail.data.object.currency',
  unit: 'minor',
};

const ownEvent = (amount: unknown, ids: object = {}) => ({
  detail: { orderId: 'ord_1', paymentId: 'pay_1', amount, ...ids },
});
const stripeEvent = (amount_received: unknown, currency: string) => ({
  detail: {
    data: { object: { id: 'pi_1', amount_received, currency, metadata: { orderId: 'ord_1' } } },
  },
});

describe('map payment', () => {
  it('finds our own event’s fields', () => {
    expect(mapPayment(ownEvent({ value: 49.9, currency: 'EUR' }), own)).toEqual({
      orderId: 'ord_1',
      paymentId: 'pay_1',
      amount: { value: 49.9, currency: 'EUR' },
    });
  });

  it('takes an amount written as a decimal string', () => {
    expect(mapPayment(ownEvent({ value: '49.90', currency: 'EUR' }), own).amount.value).toBe(49.9);
  });

  it.each(['1e3', '-1', '49,90', ' 1', '', 'NaN'])(
    'does not guess what the string %j is worth',
    (value) => {
      expect(() => mapPayment(ownEvent({ value, currency: 'EUR' }), own)).toThrow('value');
    },
  );

  it('finds a Stripe partner event’s fields, and turns cents into euros', () => {
    expect(mapPayment(stripeEvent(4990, 'eur'), stripe)).toEqual({
      orderId: 'ord_1',
      paymentId: 'pi_1',
      amount: { value: 49.9, currency: 'EUR' },
    });
  });

  it('knows that yen have no minor unit', () => {
    expect(mapPayment(stripeEvent(4990, 'jpy'), stripe).amount).toEqual({
      value: 4990,
      currency: 'JPY',
    });
  });

  it('knows that Kuwaiti dinars have three digits of them', () => {
    expect(mapPayment(stripeEvent(4990, 'kwd'), stripe).amount).toEqual({
      value: 4.99,
      currency: 'KWD',
    });
  });

  it.each([
    ['orderId', { orderId: undefined }],
    ['orderId', { orderId: '' }],
    ['paymentId', { paymentId: undefined }],
    ['value', { amount: undefined }],
    ['value', { amount: { value: -1, currency: 'EUR' } }],
    ['currency', { amount: { value: 1 } }],
    ['currency', { amount: { value: 1, currency: 'EURO' } }],
  ])('names %s when the event lacks it: %j', (field, detail) => {
    const event = ownEvent({ value: 1, currency: 'EUR' }, detail);
    expect(() => mapPayment(event, own)).toThrow(
      expect.objectContaining({
        name: 'InvalidInput',
        context: { fields: expect.arrayContaining([field]) },
      }),
    );
  });

  it.each([undefined, null, 'text', 7, {}])('refuses %j as an event', (event) => {
    expect(() => mapPayment(event, own)).toThrow(expect.objectContaining({ name: 'InvalidInput' }));
  });

  it.each([
    ['HUF', 500_000, 5000],
    ['TWD', 500, 5],
    ['ISK', 500, 5],
    ['UGX', 500, 5],
    ['MGA', 5, 5],
    ['KRW', 500, 500],
    ['KWD', 5120, 5.12],
  ])('counts %s as Stripe documents it for charges: %i is %d', (currency, units, value) => {
    const event = stripeEvent(units, currency.toLowerCase());
    expect(mapPayment(event, { ...stripe, provider: 'stripe' }).amount).toEqual({
      value,
      currency,
    });
    const fromPartner = { ...event, source: 'aws.partner/stripe.com/ed_1' };
    expect(mapPayment(fromPartner, stripe).amount.value).toBe(value);
  });

  it('counts as ISO 4217 says where no provider is named', () => {
    expect(mapPayment(stripeEvent(500, 'isk'), stripe).amount.value).toBe(500);
  });

  it.each([
    [{ value: 0.005, currency: 'EUR' }],
    [{ value: '0.010000000000000000001', currency: 'EUR' }],
    [{ value: 1e-131, currency: 'EUR' }],
    [{ value: 4.5, currency: 'JPY' }],
    [{ value: 9.0001, currency: 'KWD' }],
  ])('refuses %j: the currency has no such digits', (amount) => {
    expect(() => mapPayment(ownEvent(amount), own)).toThrow('decimals');
  });

  it.each([4990.5, '4990.5', '4990.0000000000000000001'])(
    'refuses %j as a number of cents',
    (units) => {
      expect(() => mapPayment(stripeEvent(units, 'eur'), stripe)).toThrow('whole number');
    },
  );

  it('refuses a fraction of a króna, which Stripe’s two zeros cannot mean', () => {
    const event = stripeEvent(550, 'isk');
    expect(() => mapPayment(event, { ...stripe, provider: 'stripe' })).toThrow('decimals');
  });
});
