import { describe, expect, it } from '@jest/globals';
import { batchIn, olderRollback } from '../../../lambdas/bulk/older-batch.ts';

describe('a rollback on the older path', () => {
  it.each([
    [{}, { apply: true }],
    [{ apply: false }, { apply: false }],
    [{ dry_run: true }, { apply: false }],
    [{ dry_run: true, apply: true }, { apply: false }],
    [{ moreThanHalf: true }, { apply: true, moreThanHalf: true }],
  ])('%j is %j', (body, meant) => {
    expect(olderRollback(body)).toEqual(meant);
  });

  it('refuses a dry_run that is no flag: it might have meant to look', () => {
    expect(() => olderRollback({ dry_run: 'yes' })).toThrow('dry_run: must be true or false');
  });
});

describe('the batch that an older body names', () => {
  it.each([{ batch_id: 'bat_1' }, { batchId: 'bat_1' }])('%j', (body) => {
    expect(batchIn({ ...body, dry_run: true })).toEqual({
      batchId: 'bat_1',
      body: { dry_run: true },
    });
  });

  it.each([undefined, [], {}, { batch_id: '../x' }])('is refused in %j', (body) => {
    expect(() => batchIn(body)).toThrow();
  });
});
