import { describe, expect, it } from '@jest/globals';
import { outstandingOf } from '../../../../core/orders/model/order-outstanding.ts';
import { stateOf } from '../../../../core/orders/model/order-state.ts';
import { aMigratingOrder, anOrder, aPaidOrder, aVerifiedFile } from '../../builders/records.ts';

const refund = {
  idempotencyKey: 'refund-ord_1-pay_1',
  reason: 'source_missing',
  requestedAt: '2030-01-01T00:00:00.000Z',
};
const refunded = { status: 'refund_requested' as const, refund };
const swept = { ...refunded, sweptAt: '2030-01-01T00:00:00.000Z' };
const announcement = { detailType: 'OrderMigrationFailed' as const, detail: {} };

describe('what is still to do', () => {
  it.each([
    ['an unpaid order: the customer pays', anOrder(), ['customer pay']],
    ['a paid one: we migrate', aPaidOrder(), ['keepsake migrate']],
    ['a migrating one: we finish', aMigratingOrder(), ['keepsake finish_migration']],
    [
      'a compensating one: we finish that',
      aMigratingOrder({ status: 'compensating' }),
      ['keepsake finish_compensation'],
    ],
    ['a completed one: nothing', aPaidOrder({ status: 'completed' }, { status: 'completed' }), []],
    [
      'a failed one: the provider refunds, we look once more',
      aPaidOrder({ status: 'failed' }, refunded),
      ['payment_provider refund', 'keepsake look_for_late_copies'],
    ],
    [
      'a failed one we looked at: the provider refunds',
      aPaidOrder({ status: 'failed' }, swept),
      ['payment_provider refund'],
    ],
    [
      'one whose announcement was not sent: we send it',
      aPaidOrder({ status: 'failed' }, { ...swept, announcement }),
      ['payment_provider refund', 'keepsake announce'],
    ],
  ])('of %s', (_what, order, expected) => {
    expect(outstandingOf({ order, files: [] }).map(({ who, what }) => `${who} ${what}`)).toEqual(
      expected,
    );
  });

  it('of one whose compensation failed: an operator removes exactly these files, first of all', () => {
    const order = aPaidOrder({ status: 'compensation_failed' }, swept);
    const files = [aVerifiedFile('photo'), aVerifiedFile('adopted', { created: false })];
    expect(outstandingOf({ order, files })[0]).toEqual({
      who: 'operator',
      what: 'remove_copies',
      roles: ['photo'],
    });
  });
});

describe('the state operators sort by', () => {
  it.each([
    ['awaiting_payment', anOrder()],
    ['paid', aMigratingOrder({ status: 'compensating' })],
    ['completed', aPaidOrder({ status: 'completed' }, { status: 'completed' })],
    ['failed', aPaidOrder({ status: 'failed' }, refunded)],
    ['compensation_failed', aPaidOrder({ status: 'compensation_failed' }, refunded)],
    ['compensation_failed', aPaidOrder({ status: 'compensating' }, refunded)],
  ])('is %s: %#', (state, order) => {
    expect(stateOf(order)).toBe(state);
  });
});
