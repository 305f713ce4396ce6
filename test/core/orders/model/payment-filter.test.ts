import { describe, expect, it } from '@jest/globals';
import { isOurPayment } from '../../../../core/orders/model/payment-filter.ts';
import { defaultConfig, settingsOf } from '../../../../lib/config.ts';

const stage = defaultConfig('prod');
const { payment: ours } = settingsOf(stage, {
  auth: {
    issuer: 'https://issuer.example',
    jwksUri: 'https://issuer.example/jwks',
    audiences: ['client'],
  },
});

describe('a payment event is of another product', () => {
  it.each([
    ['without an order id', { paymentId: 'pay_1' }],
    ['with an order id of null', { orderId: null }],
    ['with an empty order id', { orderId: '' }],
    ['with an order id that is no text', { orderId: 7 }],
    ['with an order id of another shop', { orderId: '2024-0815' }],
  ])('%s', (_what, detail) => {
    expect(isOurPayment({ detail }, ours)).toBe(false);
  });

  it.each([undefined, null, 'text', 7, [], {}])('when it is %j', (event) => {
    expect(isOurPayment(event, ours)).toBe(false);
  });
});

describe('a payment event is ours', () => {
  it('with an order id of ours, whatever else is missing', () => {
    expect(isOurPayment({ detail: { orderId: 'ord_1' } }, ours)).toBe(true);
  });

  it('with the mark the stage chose', () => {
    const marked = {
      ...ours,
      filter: { path: 'detail.data.object.metadata.product', startsWith: 'keepsake' },
    };
    const event = (product: string) => ({
      detail: { data: { object: { metadata: { product } } } },
    });
    expect(isOurPayment(event('keepsake'), marked)).toBe(true);
    expect(isOurPayment(event('newsletter'), marked)).toBe(false);
  });

  it('with its order id where the mapping finds it, also under the filter every stage begins with', () => {
    const stripe = { ...ours, orderId: 'detail.data.object.metadata.orderId' };
    const event = (orderId: string) => ({
      detail: { data: { object: { metadata: { orderId } } } },
    });
    expect(isOurPayment(event('ord_1'), stripe)).toBe(true);
    expect(isOurPayment(event('2024-0815'), stripe)).toBe(false);
  });

  it('always, where the stage has no filter', () => {
    expect(isOurPayment({ detail: {} }, { orderId: 'detail.orderId' })).toBe(true);
  });
});
