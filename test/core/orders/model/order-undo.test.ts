import { describe, expect, it } from '@jest/globals';
import { beginUndo, isOwed, withoutCopy } from '../../../../core/orders/model/order-undo.ts';
import { aFile, aMigratingOrder, aPaidOrder, aVerifiedFile, run } from '../../builders/records.ts';
import { failed, now } from './failed-file.ts';

describe('begin undo', () => {
  it('closes a migrating order to its commit', () => {
    const { decision, order } = beginUndo(aMigratingOrder(), run, now);
    expect([decision, order.migration.status]).toEqual(['compensate', 'compensating']);
  });

  it('finds nothing to undo once committed', () => {
    expect(beginUndo(aMigratingOrder({ status: 'completed' }), run, now).decision).toBe(
      'committed',
    );
  });

  it.each([aMigratingOrder({ runId: 'ord_1-1-undo-1' }), aMigratingOrder({ attempt: 2 })])(
    'leaves an order in other hands alone',
    (order) => {
      expect(beginUndo(order, run, now)).toEqual({ decision: 'superseded', order });
    },
  );

  it('takes an order that could never be claimed', () => {
    expect(beginUndo(aPaidOrder(), run, now).order.migration).toMatchObject({
      status: 'compensating',
      runId: run.runId,
    });
  });

  it('opens a failed compensation again', () => {
    expect(
      beginUndo(aMigratingOrder({ status: 'compensation_failed' }), run, now).order.migration
        .status,
    ).toBe('compensating');
  });

  it('does not open a failed order again', () => {
    const order = aMigratingOrder({ status: 'failed' });
    expect(beginUndo(order, run, now)).toEqual({ decision: 'compensate', order });
  });
});

describe('what is owed', () => {
  it.each([
    [
      'an intent without a version',
      aVerifiedFile('photo', { versionId: undefined, created: undefined } as object),
      true,
    ],
    ['a version we made', aVerifiedFile('photo'), true],
    ['a version that was there before', aVerifiedFile('photo', { created: false }), false],
    ['an earlier attempt’s', aVerifiedFile('photo', { attempt: 0 }), false],
    ['nothing begun', aFile('photo', { attempt: 1 }), false],
  ])('%s: %#', (_what, file, expected) => {
    expect(isOwed(file, 1)).toBe(expected);
  });

  it('forgets a removed copy, and keeps why it failed', () => {
    const file = withoutCopy(
      failed(
        'checksum_mismatch',
        aVerifiedFile('photo', {
          status: 'failed',
          failure: { code: 'checksum_mismatch', message: 'x' },
        }),
      ),
    );
    expect(file).not.toMatchObject({ permanentKey: expect.anything() });
    expect([file.status, file.failure?.code, file.versionId]).toEqual([
      'failed',
      'checksum_mismatch',
      undefined,
    ]);
  });
});
