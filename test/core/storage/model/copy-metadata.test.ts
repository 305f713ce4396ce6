import { describe, expect, it } from '@jest/globals';
import { copyMarks } from '../../../../core/contract.ts';
import { copyMetadata } from '../../../../core/orders/model/copy-marks.ts';
import { promotionMetadata } from '../../../../core/promotions/model/promotion-marks.ts';
import { isMarkedFor, ownerMark } from '../../../../core/storage/model/copy-metadata.ts';
import { anOrder, anUpload } from '../../builders/records.ts';

const key = 'photos/ord_1/upl_1';
const isOf = (metadata: Record<string, string>, ...owners: string[]) =>
  isMarkedFor(metadata, { key, owners });

describe('the owner’s mark on a permanent object', () => {
  it.each([
    ['an order', copyMetadata(anOrder({ ownerId: 'usr_alice' }), key)],
    ['a promotion', promotionMetadata(anUpload({ ownerId: 'usr_alice' }), key)],
  ])('of %s holds no owner’s id, since downloads carry it', (_what, metadata) => {
    expect(JSON.stringify(metadata)).not.toContain('alice');
    expect(isOf(metadata, 'usr_alice')).toBe(true);
    expect(copyMarks).toEqual(expect.arrayContaining(Object.keys(metadata)));
  });

  it('differs from key to key, so that two downloads do not show a common owner', () => {
    expect(ownerMark('usr_alice', key)).not.toEqual(ownerMark('usr_alice', `${key}2`));
  });

  it('is recognised for a former owner, and for no other', () => {
    const mark = ownerMark('ses_1', key);
    expect(isOf(mark, 'usr_alice', 'ses_1')).toBe(true);
    expect(isOf(mark, 'usr_mallory')).toBe(false);
    expect(isOf(mark)).toBe(false);
  });

  it('is recognised as version 0.1.0 wrote it', () => {
    expect(isOf({ 'keepsake-owner': 'usr_alice' }, 'usr_alice')).toBe(true);
    expect(isOf({ 'keepsake-owner': 'usr_alice' }, 'usr_mallory')).toBe(false);
  });

  it('may be missing', () => {
    expect(isOf({}, 'usr_alice')).toBeUndefined();
  });
});
