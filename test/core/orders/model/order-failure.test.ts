import { describe, expect, it } from '@jest/globals';
import { deathCauses, failAttempt, takeOver } from '../../../../core/orders/model/order-failure.ts';
import type { FailureCode } from '../../../../core/storage/model/failure.ts';
import {
  aMigratingOrder,
  anOrder,
  aPaidOrder,
  aVerifiedFile,
  run,
} from '../../builders/records.ts';
import { failed, now } from './failed-file.ts';

const policy = { maxAttempts: 2, now };
const compensating = aMigratingOrder({ status: 'compensating' });

describe('fail attempt', () => {
  const codes: [FailureCode, 'retry' | 'refund'][] = [
    ['interrupted', 'retry'],
    ['unavailable', 'retry'],
    ['checksum_mismatch', 'retry'],
    ['metadata_mismatch', 'retry'],
    ['source_missing', 'refund'],
    ['source_changed', 'refund'],
    ['destination_conflict', 'refund'],
    ['aborted', 'refund'],
  ];
  it.each(codes)('%s -> %s', (code, decision) => {
    expect(failAttempt({ order: compensating, files: [failed(code)] }, run, policy).decision).toBe(
      decision,
    );
  });

  it('asks for another attempt in the same record that opens it', () => {
    const { order } = failAttempt(
      { order: compensating, files: [failed('unavailable')] },
      run,
      policy,
    );
    expect(order).toMatchObject({
      status: 'paid',
      migration: { status: 'pending', attempt: 2, recoveries: 0, error: { code: 'unavailable' } },
      announcement: {
        detailType: 'OrderMigrationRetryRequested',
        detail: { orderId: 'ord_1', attempt: 2 },
      },
    });
    expect(order.migration.runId).toBeUndefined();
  });

  it('refunds after the last attempt', () => {
    const order = { ...compensating, migration: { ...compensating.migration, attempt: 2 } };
    const files = [failed('unavailable', { attempt: 2 })];
    expect(failAttempt({ order, files }, { ...run, attempt: 2 }, policy).decision).toBe('refund');
  });

  it('puts refund, reason and announcement on record together', () => {
    const { order } = failAttempt(
      { order: compensating, files: [failed('source_missing')] },
      run,
      policy,
    );
    expect(order).toMatchObject({
      status: 'refund_requested',
      migration: {
        status: 'failed',
        error: { code: 'source_missing', role: 'photo' },
        completedAt: now,
      },
      refund: { idempotencyKey: 'refund-ord_1-pay_1', reason: 'source_missing', requestedAt: now },
      announcement: {
        detailType: 'OrderMigrationFailed',
        detail: {
          orderId: 'ord_1',
          attempt: 1,
          refund: { requested: true, idempotencyKey: 'refund-ord_1-pay_1' },
        },
      },
    });
  });

  it.each([
    ['whole', 49.9, false, 'The payment went back before.'],
    ['in part', 20, true, 'Refund requested.'],
  ])(
    'asks for the refund of a payment that the provider refunded %s: %d',
    (_, value, requested, said) => {
      const refund = {
        paymentId: 'pay_1',
        refundId: 're_1',
        status: 'settled' as const,
        amount: { value, currency: 'EUR' },
        at: now,
      };
      const { order, alert } = failAttempt(
        { order: { ...compensating, refunds: [refund] }, files: [failed('source_missing')] },
        run,
        policy,
      );
      expect(order.announcement?.detail).toMatchObject({ refund: { requested } });
      expect(order.refund).toMatchObject({ idempotencyKey: 'refund-ord_1-pay_1' });
      expect(alert.message).toContain(said);
    },
  );

  it.each([
    ['lost', 49.9, false],
    ['lost', 20, true],
    ['open', 49.9, true],
    ['won', 49.9, true],
  ] as const)(
    'asks for the refund of a payment whose dispute is %s over %d: %p',
    (status, value, requested) => {
      const amount = { value, currency: 'EUR' };
      const disputes = [{ paymentId: 'pay_1', disputeId: 'dp_1', status, amount, at: now }];
      const order = { ...compensating, disputes };
      const failedOrder = failAttempt({ order, files: [failed('source_missing')] }, run, policy);
      expect(failedOrder.order.announcement?.detail).toMatchObject({ refund: { requested } });
    },
  );

  it('lets a final cause outweigh a passing one', () => {
    const files = [failed('unavailable'), failed('source_missing')];
    expect(failAttempt({ order: compensating, files }, run, policy).decision).toBe('refund');
  });

  it('does not count why an optional file was skipped', () => {
    const files = [failed('source_missing', { status: 'skipped', required: false })];
    expect(failAttempt({ order: compensating, files }, run, policy)).toMatchObject({
      decision: 'retry',
      order: { migration: { error: { code: 'unavailable' } } },
    });
  });

  it('does not count failures of an earlier attempt', () => {
    expect(
      failAttempt(
        { order: compensating, files: [failed('source_missing', { attempt: 0 })] },
        run,
        policy,
      ).decision,
    ).toBe('retry');
  });

  it('says compensation_failed, and refunds, while something of ours is left', () => {
    const { decision, order, alert } = failAttempt(
      { order: compensating, files: [aVerifiedFile('photo')] },
      run,
      policy,
    );
    expect([decision, order.migration.status, alert.kind]).toEqual([
      'refund',
      'compensation_failed',
      'compensation_failed',
    ]);
  });

  it.each(['checksum_mismatch', 'metadata_mismatch'] as const)(
    'alerts %s as corruption',
    (code) => {
      expect(
        failAttempt({ order: compensating, files: [failed(code)] }, run, {
          ...policy,
          maxAttempts: 1,
        }).alert.kind,
      ).toBe('corruption');
    },
  );

  it('decides the same when its answer was lost: another attempt', () => {
    const { order } = failAttempt(
      { order: compensating, files: [failed('unavailable')] },
      run,
      policy,
    );
    const again = failAttempt({ order, files: [failed('unavailable')] }, run, policy);
    expect([again.decision, again.order]).toEqual(['retry', order]);
  });

  it('decides the same when its answer was lost: the refund', () => {
    const files = [failed('source_missing')];
    const { order, alert } = failAttempt({ order: compensating, files }, run, policy);
    expect(failAttempt({ order, files }, run, policy)).toEqual({
      decision: 'refund',
      order,
      alert,
    });
  });

  it('keeps the first refund and does not announce it again when a compensation is run again', () => {
    const { order: first } = failAttempt(
      { order: compensating, files: [aVerifiedFile('photo')] },
      run,
      policy,
    );
    const { announcement: _sent, ...told } = first;
    const again = failAttempt(
      { order: { ...told, migration: { ...told.migration, status: 'compensating' } }, files: [] },
      run,
      {
        ...policy,
        now: 'later',
      },
    );
    expect(again.order).toMatchObject({ migration: { status: 'failed' }, refund: first.refund });
    expect(again.order.announcement).toBeUndefined();
  });
});

describe('take over', () => {
  const cause = deathCauses.TIMED_OUT;

  it.each([aMigratingOrder(), compensating])(
    'hands the order to a compensating run with a name of its own',
    (order) => {
      const next = takeOver(order, run.runId, cause, now);
      expect(next.run).toEqual({ ...run, runId: 'ord_1-1-undo-1' });
      expect(next.order.migration).toMatchObject({
        status: 'compensating',
        runId: 'ord_1-1-undo-1',
        recoveries: 1,
        error: cause,
      });
    },
  );

  it('takes over from an execution that died before it could claim', () => {
    expect(takeOver(aPaidOrder(), 'ord_1-1', cause, now).run?.runId).toBe('ord_1-1-undo-1');
  });

  it.each([
    ['another run holds it', aMigratingOrder({ runId: 'ord_1-1-undo-1' })],
    ['it is completed', aMigratingOrder({ status: 'completed' })],
    ['it failed in good order', aMigratingOrder({ status: 'failed' })],
    ['a later attempt waits', aPaidOrder({ attempt: 2 })],
    ['it was never paid', anOrder()],
  ])('leaves an order alone when %s', (_why, order) => {
    expect(takeOver(order, run.runId, cause, now)).toEqual({ order });
  });

  it('gives up after three, with the refund on record and a person to look', () => {
    const next = takeOver(aMigratingOrder({ recoveries: 3 }), run.runId, cause, now);
    expect(next.run).toBeUndefined();
    expect(next.order).toMatchObject({
      status: 'refund_requested',
      migration: { status: 'compensation_failed' },
      refund: { reason: 'interrupted' },
    });
  });
});
