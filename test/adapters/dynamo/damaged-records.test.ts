import { describe, expect, it } from '@jest/globals';
import { DynamoUploadsRegistry } from '../../../adapters/bulk/export/dynamo-uploads-registry.ts';
import { DynamoLinks } from '../../../adapters/delivery/dynamo-links.ts';
import { toEntryItem } from '../../../adapters/dynamo/ledger-entry.ts';
import { toUploadItem } from '../../../adapters/dynamo/upload-item.ts';
import { DynamoJobs, toJobItem } from '../../../adapters/jobs/dynamo-jobs.ts';
import { DynamoAudit } from '../../../adapters/operations/dynamo-audit.ts';
import { DynamoIntegrityRuns } from '../../../adapters/operations/dynamo-integrity-runs.ts';
import { DynamoRegisteredFiles } from '../../../adapters/operations/dynamo-registered-files.ts';
import { toOrderItem } from '../../../adapters/orders/dynamo-order-items.ts';
import { DynamoOrderLists } from '../../../adapters/orders/dynamo-order-lists.ts';
import { DynamoErasures } from '../../../adapters/retention/dynamo-erasures.ts';
import { DynamoStats } from '../../../adapters/retention/dynamo-stats.ts';
import { DynamoUploads } from '../../../adapters/uploads/dynamo-uploads.ts';
import { DynamoDeliveries } from '../../../adapters/webhooks/dynamo-deliveries.ts';
import { RecordUnreadable } from '../../../core/errors.ts';
import {
  sampleJob,
  sampleLink,
  sampleOrder,
  sampleUpload,
} from '../../contracts/shared/samples.ts';
import { erasureOf } from '../../core/builders/erasures.ts';
import { anIntegrityRun } from '../../core/builders/integrity.ts';
import { aDelivery } from '../../core/builders/webhooks.ts';
import { errorOf } from '../../core/builders/world.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';
import { tableOf } from './damaged-table.ts';

type Item = Readonly<Record<string, unknown>>;

const secret = 'a customer’s own words';

/** Five items, of which the third has a field that no version writes. */
const five = (itemOf: (n: number) => Item, field: string): Item[] =>
  [1, 2, 3, 4, 5].map((n) =>
    n === 3 ? { ...itemOf(n), [field]: { [secret]: secret } } : itemOf(n),
  );

const day = (n: number): string => `2030-01-0${n}T00:00:00.000Z`;
const hash = (n: number): string => `${n}`.repeat(64);
const all = { limit: 10 };

const uploads = () =>
  tableOf(
    five((n) => toUploadItem(sampleUpload({ uploadId: `upl_${n}`, createdAt: day(n) })), 'status'),
  );
const jobs = () =>
  tableOf(five((n) => toJobItem(sampleJob({ jobId: `job_${n}`, createdAt: day(n) })), 'status'));
const links = () =>
  tableOf(
    five(
      (n) => sampleLink({ tokenHash: hash(n), orderId: 'ord_1', createdAt: day(n) }),
      'expiresAt',
    ),
  );
const orders = () =>
  tableOf(
    five((n) => toOrderItem(sampleOrder({ orderId: `ord_${n}`, updatedAt: day(n) })), 'status'),
  );
const deliveries = () =>
  tableOf(
    five(
      (n) => ({
        ...aDelivery({ deliveryId: `dlv_${n}`, at: day(n) }),
        position: `${day(n)}#dlv_${n}`,
      }),
      'status',
    ),
  );
const acts = () =>
  tableOf(
    five(
      (n) => ({
        entryId: `aud_${n}`,
        at: day(n),
        actor: 'usr_op',
        action: 'retryOrder',
        outcome: 'pending',
        position: `${day(n)}#aud_${n}`,
      }),
      'outcome',
    ),
  );
const ledger = () =>
  tableOf(
    five(
      (n) =>
        toEntryItem({ ...erasureOf(sampleUpload({ uploadId: `upl_${n}` })), erasedAt: day(n) }),
      'erasedBy',
    ),
  );

/** Readings of several records: the id of the third, and how many others they carry. */
const several: Readonly<Record<string, [string, () => Promise<unknown>]>> = {
  'the registry, for its copy': [
    'upload upl_3 (status)',
    () => new DynamoUploadsRegistry(uploads(), { table: 't', region: 'r' }).page(),
  ],
  'uploads by their ids': [
    'upload upl_3 (status)',
    () => new DynamoUploads(uploads(), 't').findMany([1, 2, 3, 4, 5].map((n) => `upl_${n}`)),
  ],
  'uploads of an owner': [
    'upload upl_3 (status)',
    () => new DynamoUploads(uploads(), 't').list({ ownerId: 'ses_1' }, all),
  ],
  'jobs by their ids': [
    'job job_3 (status)',
    () => new DynamoJobs(jobs(), 't').findMany([1, 2, 3, 4, 5].map((n) => `job_${n}`)),
  ],
  'jobs of an owner': [
    'job job_3 (status)',
    () => new DynamoJobs(jobs(), 't').list({ ownerId: 'ses_1' }, all),
  ],
  'links of an order': [
    `link lnk_${hash(3)} (expiresAt)`,
    () => new DynamoLinks(links(), 't').ofOrder('ord_1'),
  ],
  'links of a maker': [
    `link lnk_${hash(3)} (expiresAt)`,
    () => new DynamoLinks(links(), 't').ofMaker('usr_alice', all),
  ],
  'orders of an owner': [
    'order ord_3 (status)',
    () => new DynamoOrderLists(orders(), 't').matching({ ownerId: 'ses_1' }, all),
  ],
  'orders that wait': [
    'order ord_3 (status)',
    () => new DynamoOrderLists(orders(), 't').unattended(new Date(day(9)), all),
  ],
  'deliveries of webhooks': [
    'delivery dlv_3 (status)',
    () => new DynamoDeliveries(deliveries(), 't').list({ endpoints: ['shop'] }, all),
  ],
  'acts of operators': [
    'audit entry aud_3 (outcome)',
    () => new DynamoAudit(acts(), 't', 365).list({}, all),
  ],
  'the erasure ledger': ['erasure upl_3', () => new DynamoErasures(ledger(), 't').list(all)],
  'integrity runs': [
    `integrity run 2030-01-03 (startedAt)`,
    () =>
      new DynamoIntegrityRuns(
        tableOf(five((n) => ({ ...anIntegrityRun(), counter: `2030-01-0${n}` }), 'startedAt')),
        't',
      ).list(10),
  ],
  'last counts of uploads': [
    'count upl_3 (labels)',
    () =>
      new DynamoStats(
        tableOf(
          five(
            (n) => ({
              scope: `counted#upl_${n}`,
              counter: 'upload',
              uploadId: `upl_${n}`,
              revision: 1,
              labels: [],
              bytes: 1,
            }),
            'labels',
          ),
        ),
        { stats: 't' },
        new FixedClock(),
      ).countedMany([1, 2, 3, 4, 5].map((n) => `upl_${n}`)),
  ],
};

const errorIn = async (reading: Promise<unknown>): Promise<RecordUnreadable> => {
  const error = await errorOf(reading);
  if (!(error instanceof RecordUnreadable)) throw error;
  return error;
};

/** The records in what a reading answers: itself, or the one list in it. */
const recordsIn = (answer: unknown): unknown =>
  Array.isArray(answer) ? answer : Object.values(answer as object).find(Array.isArray);

describe('of five records of which one cannot be read', () => {
  it.each(Object.entries(several))(
    '%s: names the one, and carries the others',
    async (_, [name, read]) => {
      const error = await errorIn(read());
      expect(error.message).toContain(`The record of ${name} fits no schema`);
      expect(recordsIn(error.rest)).toHaveLength(4);
      expect(JSON.stringify([error.message, error.context])).not.toContain(secret);
    },
  );

  it('permanent files: names the one beside the others', async () => {
    const items = five(
      (n) => toUploadItem(sampleUpload({ uploadId: `upl_${n}`, status: 'permanent' })),
      'sizeBytes',
    );
    const registered = new DynamoRegisteredFiles(tableOf(items), 't');
    for await (const { uploads: read, unreadable } of registered.pages()) {
      expect(read).toHaveLength(4);
      expect(unreadable).toEqual([{ kind: 'upload', id: 'upl_3', fields: ['sizeBytes'] }]);
    }
    expect.assertions(2);
  });
});
