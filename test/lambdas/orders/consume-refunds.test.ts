import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { consumeRefunds } from '../../../lambdas/orders/consume-refunds.ts';
import { aFile, aPaidOrder } from '../../core/builders/records.ts';
import { aWorld, stored } from '../../core/builders/world.ts';
import { catchLogs } from '../log-lines.ts';

beforeEach(() => {
  catchLogs();
});
afterEach(() => {
  jest.restoreAllMocks();
});

const aStage = () => {
  const world = aWorld();
  world.orders.put(aPaidOrder({ status: 'completed' }, { status: 'completed' }), [aFile('photo')]);
  return { world, consume: consumeRefunds({ ...world, revokesLinks: false }) };
};

const at = '2030-02-01T00:00:00.000Z';
const refund = { paymentId: 'pay_1', refundId: 're_1', status: 'settled', at };
const dispute = { paymentId: 'pay_1', disputeId: 'dp_1', status: 'open', at };

describe('news of a payment on the bus', () => {
  it.each([
    ['PaymentRefundChanged', refund, 'refunds'],
    ['PaymentDisputed', dispute, 'disputes'],
  ] as const)('%s may write its amount as the payment event may', async (type, news, list) => {
    const { world, consume } = aStage();
    const amount = { value: '49.90', currency: 'eur' };
    await consume({ 'detail-type': type, detail: { ...news, amount } });
    expect((await stored(world)).order[list]).toMatchObject([
      { amount: { value: 49.9, currency: 'EUR' } },
    ]);
  });

  it.each(['2030-02-01T01:00:00.123456+01:00', '2030-02-01T00:00:00.123Z'])(
    'tells its time with any zone, as Python and Java write it: %s',
    async (time) => {
      const { world, consume } = aStage();
      const amount = { value: 49.9, currency: 'EUR' };
      for (const [type, news] of [
        ['PaymentRefundChanged', refund],
        ['PaymentDisputed', dispute],
      ] as const)
        await consume({ 'detail-type': type, detail: { ...news, amount, at: time } });
      const { refunds = [], disputes = [] } = (await stored(world)).order;
      expect([...refunds, ...disputes].map((one) => one.at)).toEqual([
        ...['2030-02-01T00:00:00.123Z', '2030-02-01T00:00:00.123Z'],
      ]);
    },
  );

  it('leaves fields out that it does not have, or writes null as Python and Go do', async () => {
    const { world, consume } = aStage();
    const amount = { value: 49.9, currency: 'EUR' };
    const nothing = { orderId: null, refundId: null };
    for (const [type, news] of [
      ['PaymentRefundChanged', refund],
      ['PaymentDisputed', dispute],
    ] as const)
      await consume({ 'detail-type': type, detail: { ...news, amount, ...nothing } });
    const { refunds = [], disputes = [] } = (await stored(world)).order;
    expect([refunds, disputes]).toMatchObject([[{ paymentId: 'pay_1', amount }], [{ amount }]]);
  });

  it.each([
    ['a time without a zone', { amount: { value: 1, currency: 'EUR' }, at: '2030-02-01T00:00:00' }],
    ['no amount', {}],
    ['a text that is no amount', { amount: { value: '4,99', currency: 'EUR' } }],
    ['more digits than the currency has', { amount: { value: '49.901', currency: 'EUR' } }],
    ['an amount that is no object', { amount: '49.90' }],
  ])('is refused with %s', async (_, changes) => {
    const { consume } = aStage();
    const event = { 'detail-type': 'PaymentRefundChanged', detail: { ...refund, ...changes } };
    await expect(consume(event)).rejects.toMatchObject({ name: 'InvalidInput' });
  });
});
