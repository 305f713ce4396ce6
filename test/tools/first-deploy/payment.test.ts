import { describe, expect, it } from '@jest/globals';
import { mapPayment } from '../../../core/orders/model/map-payment.ts';
import { isOurPayment } from '../../../core/orders/model/payment-filter.ts';
import { defaultConfig } from '../../../lib/config.ts';
import { paymentEvent } from '../../../tools/first-deploy/samples/payment.ts';

const paid = { orderId: 'ord_1', paymentId: 'pay_1', amount: { value: 49.9, currency: 'EUR' } };

describe('the payment event of a check', () => {
  it('is read back by the product as the payment it stands for', () => {
    const { payment } = defaultConfig('dev');
    expect(mapPayment(paymentEvent(payment, paid), payment.mapping)).toEqual(paid);
  });

  it('bears the mark by which the stage’s filter knows its payments', () => {
    const payment = {
      ...defaultConfig('dev').payment,
      filter: { path: 'detail.product', startsWith: 'keepsake' },
    };
    expect(
      isOurPayment(paymentEvent(payment, paid), { ...payment.mapping, filter: payment.filter }),
    ).toBe(true);
  });

  it('is shaped as the stage’s own provider shapes it, in its units', () => {
    const { payment } = defaultConfig('dev');
    const object = 'detail.data.object';
    const mapping = {
      orderId: `${object}.metadata.orderId`,
      paymentId: `${object}.id`,
      amountValue: `${object}.amount`,
      currency: `${object}.currency`,
      unit: 'minor' as const,
    };
    const event = paymentEvent(
      { ...payment, source: 'stripe', detailType: 'payment_intent.succeeded', mapping },
      paid,
    );
    expect(event).toEqual({
      source: 'stripe',
      'detail-type': 'payment_intent.succeeded',
      detail: {
        data: {
          object: { id: 'pay_1', amount: 4990, currency: 'EUR', metadata: { orderId: 'ord_1' } },
        },
      },
    });
  });
});
