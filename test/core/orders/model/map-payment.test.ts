import { describe, expect, it } from '@jest/globals';
import type { PaymentMapping } from '../../../../core/contract.ts';
import { mapPayment } from '../../../../core/orders/model/map-payment.ts';

const own: PaymentMapping = {
  orderId: 'detail.orderId',
  paymentId: 'detail.paymentId',
  amountValue: 'detail.amount.value',
  currency: 'detail.amount.currency',
  unit: 'major',
};

/** Stripe's partner event source: the object is nested, counts cents and spells currencies in lower case. */
const stripe: PaymentMapping = {
  orderId: 'detail.data.object.metadata.orderId',
  paymentId: 'detail.data.object.id',
  amountValue: 'detail.data.object.amount_received',
  currency: 'detail.data.object.currency',
  unit: 'minor',
};

const ownEvent = (amount: unknown, ids: object = {}) => ({ detail: { orderId: 'ord_1', paymentId: 'pay_1', amount, ...ids } });
const stripeEvent = (amount_received: unknown, currency: string) => ({
  detail: { data: { object: { id: 'pi_1', amount_received, currency, metadata: { orderId: 'ord_1' } } } },
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

  it.each(['1e3', '-1', '49,90', ' 1', '', 'NaN'])('does not guess what the string %j is worth', (value) => {
    expect(() => mapPayment(ownEvent({ value, currency: 'EUR' }), own)).toThrow('value');
  });

  it('finds a Stripe partner event’s fields, and turns cents into euros', () => {
    expect(mapPayment(stripeEvent(4990, 'eur'), stripe)).toEqual({
      orderId: 'ord_1',
      paymentId: 'pi_1',
      amount: { value: 49.9, currency: 'EUR' },
    });
  });

  it('knows that yen have no minor unit', () => {
    expect(mapPayment(stripeEvent(4990, 'jpy'), stripe).amount).toEqual({ value: 4990, currency: 'JPY' });
  });

  it('knows that Kuwaiti dinars have three digits of them', () => {
    expect(mapPayment(stripeEvent(4990, 'kwd'), stripe).amount).toEqual({ value: 4.99, currency: 'KWD' });
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
      expect.objectContaining({ name: 'InvalidInput', context: { fields: expect.arrayContaining([field]) } }),
    );
  });

  it.each([undefined, null, 'text', 7, {}])('refuses %j as an event', (event) => {
    expect(() => mapPayment(event, own)).toThrow(expect.objectContaining({ name: 'InvalidInput' }));
  });
});
