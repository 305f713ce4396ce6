import { describe, expect, it } from '@jest/globals';
import type { BatchRecord } from '../../../../core/bulk/model/batch.ts';
import {
  isRegistered,
  isYoung,
  judgeOrphan,
  type Maker,
  uploadIdsIn,
} from '../../../../core/operations/model/orphan.ts';
import type { Order, OrderFile } from '../../../../core/orders/model/order.ts';
import { aFile, anUpload, aPaidOrder, aVerifiedFile } from '../../builders/records.ts';
import { filesBucket } from '../../builders/world.ts';

const now = new Date('2030-01-03T00:00:00.000Z');
const version = { key: 'photos/ord_1/upl_photo', versionId: 'v1' };

const byOrder = (order: Order, file: OrderFile = aFile('photo')): Maker => ({
  kind: 'order',
  orderId: 'ord_1',
  found: { order, files: [file] },
});
const completed = aPaidOrder({ status: 'completed' }, { status: 'completed' });
const failed = aPaidOrder({ status: 'failed' }, { status: 'refund_requested' });
const verdictOf = (maker: Maker): string => judgeOrphan(version, maker, now).verdict;

describe('a version with an order’s mark', () => {
  it.each([
    [
      'its order refers to it',
      byOrder(completed, aVerifiedFile('photo', { versionId: 'v1' })),
      'referenced',
    ],
    [
      'its order refers to another version of the key',
      byOrder(completed, aVerifiedFile('photo', { versionId: 'v2' })),
      'remove',
    ],
    ['its failed order has taken its copies away', byOrder(failed), 'remove'],
    [
      'its order is not on record',
      { kind: 'order', orderId: 'ord_1', found: undefined } as const,
      'remove',
    ],
    ['its order is waiting for an attempt', byOrder(aPaidOrder()), 'referenced'],
    ['its order is at work', byOrder(aPaidOrder({ status: 'migrating' })), 'referenced'],
    [
      'compensation still owes it',
      byOrder({ ...failed, migration: { ...failed.migration, status: 'compensation_failed' } }),
      'referenced',
    ],
    [
      'somebody sweeps its order',
      byOrder({ ...failed, sweepingSince: now.toISOString() }),
      'referenced',
    ],
    [
      'an intent without a version is on record',
      byOrder(failed, aFile('photo', { permanentKey: version.key })),
      'referenced',
    ],
  ])('%s: %#', (_what, maker, verdict) => {
    expect(verdictOf(maker)).toBe(verdict);
  });
});

describe('a version with a batch’s mark', () => {
  const record = {
    batchId: 'bat_1',
    recordId: 'r1',
    key: version.key,
    status: 'transferred',
  } as BatchRecord;
  const byBatch = (fields: Partial<Extract<Maker, { kind: 'batch' }>>): Maker => ({
    kind: 'batch',
    batchId: 'bat_1',
    isKnown: true,
    record,
    ...fields,
  });

  it.each([
    ['its record says it is there', byBatch({}), 'referenced'],
    [
      'its record was rolled back',
      byBatch({ record: { ...record, status: 'rolled_back' } }),
      'remove',
    ],
    ['its batch has no such record', byBatch({ record: undefined }), 'remove'],
    ['its batch is not known here', byBatch({ isKnown: false, record: undefined }), 'keep'],
  ])('%s', (_what, maker, verdict) => {
    expect(verdictOf(maker)).toBe(verdict);
  });
});

describe('a version without a mark', () => {
  it('is kept: it is not ours to judge', () => {
    expect(verdictOf({ kind: 'unknown' })).toBe('keep');
  });
});

describe('the registry', () => {
  const upload = anUpload({
    uploadId: 'upl_photo',
    bucket: filesBucket,
    key: version.key,
    versionId: 'v1',
  });

  it.each([
    ['the version it names', upload, true],
    ['another version', { ...upload, versionId: 'v2' }, false],
    ['another bucket', { ...upload, bucket: 'elsewhere' }, false],
    ['nothing', undefined, false],
  ])('refers to %s', (_what, entry, expected) => {
    expect(isRegistered(version, filesBucket, entry)).toBe(expected);
  });

  it.each([
    ['photos/ord_1/upl_photo', ['upl_photo']],
    ['old/3f2a', ['upl_3f2a']],
    ['folder/', []],
  ])('is asked about %s by %j', (key, ids) => {
    expect(uploadIdsIn(key)).toEqual(ids);
  });
});

describe('what is younger than a day', () => {
  it.each([
    ['2030-01-02T00:00:01.000Z', true],
    ['2030-01-02T00:00:00.000Z', false],
  ])('%s: %s', (at, expected) => {
    expect(isYoung(new Date(at), now)).toBe(expected);
  });
});
