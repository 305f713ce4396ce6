import { describe, expect, it } from '@jest/globals';
import { linkIdOf } from '../../../core/delivery/model/link.ts';
import { isOfTable } from '../../../core/operations/model/recovered-item.ts';
import type { StoredItem } from '../../../core/operations/ports.ts';
import { recoverRecords } from '../../../core/operations/recover-records.ts';
import { MemoryRecordTable } from '../../fakes/operations/memory-record-table.ts';

const keys = {
  uploads: ['uploadId'],
  erasures: ['uploadId'],
  links: ['tokenHash'],
  sessions: ['tokenHash'],
  orders: ['orderId', 'item'],
  deliveries: ['deliveryId'],
  audit: ['entryId'],
} as const;

/** Recovers one record into an empty table of that name, beside that ledger. */
const recover = async (name: keyof typeof keys, item: StoredItem, ledger: StoredItem[] = []) => {
  const records = new MemoryRecordTable(keys[name], []);
  const told: string[] = [];
  await recoverRecords(
    {
      backup: new MemoryRecordTable(keys[name], [item]),
      records,
      erasures: name === 'erasures' ? undefined : new MemoryRecordTable(['uploadId'], ledger),
      isOurs: (one) => isOfTable(name, one),
    },
    { apply: true, overwrite: true, onRecord: (_, outcome) => told.push(outcome) },
  );
  return [told[0], records.all.length];
};

const erased = ['erased', 0];
const written = ['missing', 1];
const requestedAt = '2030-06-01T00:00:00.000Z';
const request = { uploadId: 'owner#usr_1', requestedAt, ownerId: 'usr_1' };
const tokenHash = 'a'.repeat(64);

describe('a recovery never brings back', () => {
  it.each<[string, keyof typeof keys, StoredItem, StoredItem[]]>([
    [
      'a link of an erased order that somebody else made',
      'links',
      { tokenHash, orderId: 'ord_1', ownerId: 'usr_operator' },
      [{ uploadId: linkIdOf({ tokenHash }), kind: 'link' }],
    ],
    [
      'a session that an erased owner claimed',
      'sessions',
      { tokenHash, sessionId: 'ses_1', claimedBy: 'usr_1', claimedAt: '2030-05-31' },
      [request],
    ],
    [
      'what webhooks told of an erased order',
      'deliveries',
      { deliveryId: 'evt_1#shop', subject: 'ord_1' },
      [{ uploadId: 'ord_1', kind: 'order' }],
    ],
    [
      'an erased order, nor its owner',
      'orders',
      { orderId: 'ord_1', item: 'ORDER', ownerId: 'usr_2', createdAt: '2030-01-01' },
      [{ uploadId: 'ord_1', kind: 'order' }],
    ],
    [
      'a record of an erased owner that does not say when it began',
      'uploads',
      { uploadId: 'upl_1', status: 'uploaded', ownerId: 'usr_1' },
      [request],
    ],
  ])('%s', async (_, name, item, ledger) => {
    expect(await recover(name, item, ledger)).toEqual(erased);
  });
});

describe('a recovery brings back', () => {
  it('what an owner made after their erasure: they came back', async () => {
    const upload = { uploadId: 'upl_1', status: 'uploaded', ownerId: 'usr_1' };
    const after = { ...upload, createdAt: '2030-06-01T00:00:00.001Z' };
    expect(await recover('uploads', after, [request])).toEqual(written);
    const before = { ...upload, createdAt: requestedAt };
    expect(await recover('uploads', before, [request])).toEqual(erased);
  });

  it('the ledger whole, whichever entry comes first', async () => {
    const entry = { uploadId: 'upl_1', ownerId: 'usr_1', erasedAt: '2030-06-01' };
    const records = new MemoryRecordTable(['uploadId'], []);
    const backup = new MemoryRecordTable(['uploadId'], [request, entry]);
    const isOurs = (one: StoredItem) => isOfTable('erasures', one);
    await recoverRecords(
      { backup, records, erasures: undefined, isOurs },
      { apply: true, overwrite: false, onRecord: () => undefined },
    );
    expect(records.all).toHaveLength(2);
  });

  it('what operators did to an erased upload: the record of acts stays for its year', async () => {
    const act = { entryId: 'aud_1', subject: 'upl_1' };
    expect(await recover('audit', act, [{ uploadId: 'upl_1' }])).toEqual(written);
  });

  it.each<[keyof typeof keys, StoredItem]>([
    ['uploads', { uploadId: 'upl_1', category: 'photo', erasedAt: '2030-06-01' }],
    ['erasures', { uploadId: 'upl_1', category: 'photo', status: 'uploaded' }],
    ['links', { tokenHash, sessionId: 'ses_1' }],
    ['sessions', { tokenHash, orderId: 'ord_1' }],
  ])('nothing into %s that has its key and is of another table', async (name, item) => {
    expect(await recover(name, item)).toEqual(['foreign', 0]);
  });

  it.each<[keyof typeof keys, StoredItem]>([
    ['uploads', { uploadId: 'upl_1', status: 'permanent' }],
    ['erasures', { uploadId: 'upl_1', erasedAt: '2030-06-01' }],
    ['erasures', request],
    ['links', { tokenHash, orderId: 'ord_1' }],
    ['sessions', { tokenHash, sessionId: 'ses_1' }],
    ['sessions', { tokenHash: 'key#shop', secretHash: 'hash' }],
    ['audit', { entryId: 'aud_1' }],
  ])('every kind of record of %s', async (name, item) => {
    expect(await recover(name, item)).toEqual(written);
  });
});
