import { describe, expect, it } from '@jest/globals';
import { measuresOf } from '../../../../core/orders/model/order-measures.ts';
import { aFile, aPaidOrder, aVerifiedFile } from '../../builders/records.ts';

const kept = aPaidOrder({
  status: 'completed',
  startedAt: '2030-01-01T00:00:10.000Z',
  completedAt: '2030-01-01T00:00:12.500Z',
});

describe('what keeping an order took', () => {
  it('counts the files that are kept, and their bytes', () => {
    const files = [
      aVerifiedFile('a', { sizeBytes: 3 }),
      aVerifiedFile('b', { sizeBytes: 4 }),
      aFile('c', { status: 'skipped', sizeBytes: 5 }),
    ];
    expect(measuresOf(kept, files)).toMatchObject({ files: 2, bytes: 7 });
  });

  it('measures from the claim, and from the payment', () => {
    expect(measuresOf(kept, [])).toMatchObject({
      migrationMilliseconds: 2_500,
      paidToKeptMilliseconds: 12_500,
    });
  });

  it('measures nothing of which it does not know the beginning', () => {
    const { migrationMilliseconds } = measuresOf(
      aPaidOrder({ status: 'completed', completedAt: '2030-01-01T00:00:12.500Z' }),
      [],
    );
    expect(migrationMilliseconds).toBeUndefined();
  });
});
