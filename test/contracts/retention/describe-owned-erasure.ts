import { describe, expect, it } from '@jest/globals';
import type { Links } from '../../../core/delivery/ports.ts';
import type { Jobs } from '../../../core/jobs/ports.ts';
import type { Orders } from '../../../core/orders/ports.ts';
import type { RecordErasure } from '../../../core/retention/model/erasure.ts';
import type { Erasures, OwnerErasures } from '../../../core/retention/ports.ts';
import { freshId, sampleFile, sampleJob, sampleLink, sampleOrder } from '../shared/samples.ts';

type Subject = {
  jobs: Jobs;
  links: Links;
  orders: Orders;
  erasures: Erasures;
  ownerErasures: OwnerErasures;
};

/** On the first page of the ledger: later than every entry but some of the reservations' contract. */
const erasedAt = '2098-01-01T00:00:00.000Z';

const entryOf = (kind: RecordErasure['kind'], recordId: string): RecordErasure => ({
  kind,
  recordId,
  ownerId: 'usr_1',
  erasedAt,
  erasedBy: 'usr_operator',
});

/** Contract tests of stores that share a transaction with the erasure ledger. */
export function describeOwnedErasure(name: string, makeSubject: () => Subject): void {
  const { jobs, links, orders, erasures, ownerErasures } = makeSubject();

  const expectListed = async (entry: RecordErasure): Promise<void> => {
    expect((await erasures.list({ limit: 100 })).entries).toContainEqual(entry);
    expect(await erasures.find(entry.recordId)).toBeUndefined();
  };

  describe(`${name} with the erasure ledger`, () => {
    it('deletes a job as it was read, and the ledger says so', async () => {
      const job = sampleJob();
      await jobs.create(job);
      const entry = entryOf('job', job.jobId);
      const changed = await jobs.save(job);
      await expect(jobs.erase(job, entry)).rejects.toMatchObject({ name: 'StaleRecord' });
      expect(await jobs.find(job.jobId)).toEqual(changed);
      await jobs.erase(changed, entry);
      expect(await jobs.find(job.jobId)).toBeUndefined();
      await expectListed(entry);
    });

    it('deletes a link unless it leads elsewhere by now', async () => {
      const link = sampleLink();
      await links.create(link);
      const entry = entryOf('link', `lnk_${link.tokenHash}`);
      const elsewhere = { ...link, orderId: freshId('ord') };
      await expect(links.erase(elsewhere, entry)).rejects.toMatchObject({ name: 'StaleRecord' });
      expect(await links.find(link.tokenHash)).toEqual(link);
      await links.erase(link, entry);
      expect(await links.find(link.tokenHash)).toBeUndefined();
      await expect(links.erase(link, entry)).rejects.toMatchObject({ name: 'StaleRecord' });
      await expectListed(entry);
    });

    it('writes an order over the revision that was read, and the ledger says so', async () => {
      const order = sampleOrder();
      await orders.create(order, [sampleFile(order.orderId)]);
      const entry = entryOf('order', order.orderId);
      const nameless = { ...order, ownerId: 'erased' };
      const changed = await orders.save(order);
      await expect(orders.erase(nameless, entry)).rejects.toMatchObject({ name: 'StaleRecord' });
      await orders.erase({ ...nameless, revision: changed.revision }, entry);
      const found = await orders.find(order.orderId);
      expect(found?.order).toEqual({ ...nameless, revision: changed.revision + 1 });
      expect(found?.files).toHaveLength(1);
      await expectListed(entry);
    });
  });

  describe(`${name} as OwnerErasures`, () => {
    const request = () => ({
      ownerId: freshId('usr'),
      requestedAt: '2030-01-01T00:00:00.000Z',
      requestedBy: 'usr_operator',
    });

    const isOpen = async (ownerId: string): Promise<boolean> => {
      for await (const open of ownerErasures.open()) if (open === ownerId) return true;
      return false;
    };

    it('keeps a request open until it is finished, and on record for good', async () => {
      const one = request();
      expect(await ownerErasures.find(one.ownerId)).toBeUndefined();
      await ownerErasures.begin(one);
      expect([await ownerErasures.find(one.ownerId), await isOpen(one.ownerId)]).toEqual([
        one,
        true,
      ]);
      const finished = { ...one, finishedAt: '2030-01-03T00:00:00.000Z' };
      await ownerErasures.save(finished);
      expect([await ownerErasures.find(one.ownerId), await isOpen(one.ownerId)]).toEqual([
        finished,
        false,
      ]);
    });

    it('keeps the place that a request has come to, and the request open', async () => {
      const one = { ...request(), toldTo: '2029-12-31T00:00:00.000Z#upl_1' };
      await ownerErasures.begin({ ...one });
      await ownerErasures.save(one);
      expect([await ownerErasures.find(one.ownerId), await isOpen(one.ownerId)]).toEqual([
        one,
        true,
      ]);
    });

    it('does not finish what was requested again', async () => {
      const one = request();
      const again = { ...one, requestedAt: '2030-01-02T00:00:00.000Z' };
      await ownerErasures.begin(one);
      await ownerErasures.begin(again);
      await ownerErasures.save({ ...one, finishedAt: '2030-01-03T00:00:00.000Z' });
      expect([await ownerErasures.find(one.ownerId), await isOpen(one.ownerId)]).toEqual([
        again,
        true,
      ]);
    });
  });
}
