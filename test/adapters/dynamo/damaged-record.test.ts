import { describe, expect, it } from '@jest/globals';
import { toBatch, toRecord } from '../../../adapters/bulk/journal/dynamo-batch-items.ts';
import * as sqlite from '../../../adapters/bulk/journal/sqlite-rows.ts';
import { DynamoLinks } from '../../../adapters/delivery/dynamo-links.ts';
import { toEntryItem } from '../../../adapters/dynamo/ledger-entry.ts';
import { DynamoJobs } from '../../../adapters/jobs/dynamo-jobs.ts';
import { toFileItem, toOrderItem } from '../../../adapters/orders/dynamo-order-items.ts';
import { DynamoOrders } from '../../../adapters/orders/dynamo-orders.ts';
import { DynamoErasures } from '../../../adapters/retention/dynamo-erasures.ts';
import { DynamoOwnerErasures } from '../../../adapters/retention/dynamo-owner-erasures.ts';
import { DynamoMachineKeys } from '../../../adapters/sessions/dynamo-machine-keys.ts';
import { DynamoSessions } from '../../../adapters/sessions/dynamo-sessions.ts';
import { DynamoUploads } from '../../../adapters/uploads/dynamo-uploads.ts';
import { DynamoDeliveries } from '../../../adapters/webhooks/dynamo-deliveries.ts';
import { RecordUnreadable } from '../../../core/errors.ts';
import { sampleBatch, sampleRecord } from '../../contracts/bulk/batch-samples.ts';
import { sampleJob, sampleLink, sampleUpload } from '../../contracts/shared/samples.ts';
import { erasureOf } from '../../core/builders/erasures.ts';
import { aFile, anOrder } from '../../core/builders/records.ts';
import { aDelivery } from '../../core/builders/webhooks.ts';
import { errorOf } from '../../core/builders/world.ts';
import { tableOf } from './damaged-table.ts';

type Item = Readonly<Record<string, unknown>>;

const secret = 'a customer’s own words';

const day = (n: number): string => `2030-01-0${n}T00:00:00.000Z`;
const hash = (n: number): string => `${n}`.repeat(64);

const spoilt = (item: Item, field: string) => tableOf([{ ...item, [field]: { [secret]: secret } }]);

/** Readings of the one record that cannot be read. */
const single: Readonly<Record<string, () => Promise<unknown>>> = {
  'upload upl_1 (status)': () =>
    new DynamoUploads(spoilt(sampleUpload({ uploadId: 'upl_1' }), 'status'), 't').find('upl_1'),
  'job job_1 (status)': () =>
    new DynamoJobs(spoilt(sampleJob({ jobId: 'job_1' }), 'status'), 't').find('job_1'),
  [`link lnk_${hash(1)} (createdAt)`]: () =>
    new DynamoLinks(spoilt(sampleLink({ tokenHash: hash(1) }), 'createdAt'), 't').find(hash(1)),
  'order ord_1 (amount)': () =>
    new DynamoOrders(spoilt(toOrderItem(anOrder()), 'amount'), { orders: 't' }).find('ord_1'),
  'ledger entry ord_1/FILE#photo (status)': () =>
    new DynamoOrders(
      tableOf([toOrderItem(anOrder()), { ...toFileItem(aFile('photo')), status: secret }]),
      { orders: 't' },
    ).find('ord_1'),
  'delivery dlv_1 (attempts)': () =>
    new DynamoDeliveries(spoilt(aDelivery({ deliveryId: 'dlv_1' }), 'attempts'), 't').find('dlv_1'),
  'erasure upl_1 (versions)': () =>
    new DynamoErasures(
      spoilt(toEntryItem(erasureOf(sampleUpload({ uploadId: 'upl_1' }))), 'versions'),
      't',
    ).find('upl_1'),
  'erasure owner#usr_1 (requestedAt)': () =>
    new DynamoOwnerErasures(
      spoilt({ uploadId: 'owner#usr_1', ownerId: 'usr_1', requestedBy: 'usr_2' }, 'requestedAt'),
      't',
    ).find('usr_1'),
  'session ses_1 (expiresAt)': () =>
    new DynamoSessions(
      spoilt({ tokenHash: hash(1), sessionId: 'ses_1', createdAt: day(1) }, 'expiresAt'),
      't',
    ).findByTokenHash(hash(1)),
  'key shop (expiresAt)': () =>
    new DynamoMachineKeys(
      spoilt(
        {
          tokenHash: 'key#shop',
          name: 'shop',
          secretHash: hash(1),
          scopes: ['orders:read'],
          createdAt: day(1),
        },
        'expiresAt',
      ),
      't',
    ).find('shop'),
  'batch bat_1 (plan)': async () =>
    toBatch({ ...sampleBatch({ batchId: 'bat_1' }), plan: secret }, {}),
  'batch record r1 (path)': async () =>
    toRecord({ ...sampleRecord(sampleBatch(), 'r1'), recordId: 'r1', path: { [secret]: 1 } }),
  'batch record r1 (status)': async () =>
    sqlite.toRecord({
      seq: 1,
      body: JSON.stringify({
        ...sampleRecord(sampleBatch(), 'r1'),
        recordId: 'r1',
        status: secret,
      }),
    }),
  'batch record in row 7 (batchId, recordId, path, key, status, contentType, attempts, updatedAt)':
    async () => sqlite.toRecord({ seq: 7, body: `{"path": "${secret}` }),
};

const errorIn = async (reading: Promise<unknown>): Promise<RecordUnreadable> => {
  const error = await errorOf(reading);
  if (!(error instanceof RecordUnreadable)) throw error;
  return error;
};

describe('a record that cannot be read', () => {
  it.each(Object.entries(single))('is named: %s', async (name, read) => {
    const error = await errorIn(read());
    expect(error.message).toContain(`The record of ${name} fits no schema`);
    expect(JSON.stringify([error.message, error.context])).not.toContain(secret);
  });
});
