import { describe, expect, it } from '@jest/globals';
import type { Order, OrderFile } from '../../../core/orders/model/order.ts';
import type { Orders } from '../../../core/orders/ports.ts';
import type { Uploads } from '../../../core/uploads/ports.ts';
import {
  freshId,
  sampleFile,
  sampleLocation,
  sampleOrder,
  sampleUpload,
} from '../shared/samples.ts';

type Subject = { orders: Orders; uploads: Uploads };

/** Contract tests of every store of orders. */
export function describeOrders(name: string, makeSubject: () => Subject): void {
  describe(`${name} as Orders`, () => {
    const { orders, uploads } = makeSubject();

    const created = async (
      changes: Partial<Order> = {},
    ): Promise<{ order: Order; file: OrderFile }> => {
      const order = sampleOrder(changes);
      const file = sampleFile(order.orderId);
      await orders.create(order, [file]);
      return { order, file };
    };

    it('finds an order with its ledger, by role', async () => {
      const order = sampleOrder();
      const files = ['audio', 'photo', 'waveform'].map((role) =>
        sampleFile(order.orderId, { role }),
      );
      await orders.create(order, files);
      expect(await orders.find(order.orderId)).toEqual({ order, files });
      expect(await orders.find(freshId('ord'))).toBeUndefined();
    });

    it('takes an order of 99 files', async () => {
      const order = sampleOrder();
      const files = Array.from({ length: 99 }, (_, index) =>
        sampleFile(order.orderId, { role: `file-${index}` }),
      );
      await orders.create(order, files);
      expect((await orders.find(order.orderId))?.files).toHaveLength(99);
    });

    it('refuses a second order with the same id and keeps the first', async () => {
      const { order } = await created();
      await expect(orders.create({ ...order, ownerId: 'thief' }, [])).rejects.toMatchObject({
        name: 'AlreadyExists',
      });
      expect((await orders.find(order.orderId))?.order.ownerId).toBe(order.ownerId);
    });

    it('saves over the revision that was read and answers the next', async () => {
      const { order } = await created();
      const saved = await orders.save({ ...order, status: 'refund_requested' });
      expect(saved).toEqual({ ...order, status: 'refund_requested', revision: 2 });
      expect((await orders.find(order.orderId))?.order).toEqual(saved);
      expect((await orders.save(saved)).revision).toBe(3);
    });

    it('drops what the new record no longer has', async () => {
      const { order } = await created({ sweptAt: '2030-01-02T00:00:00.000Z' });
      await orders.save({ ...order, sweptAt: undefined });
      expect((await orders.find(order.orderId))?.order.sweptAt).toBeUndefined();
    });

    it('refuses to save over somebody else’s revision', async () => {
      const { order } = await created();
      await orders.save(order);
      await expect(orders.save({ ...order, status: 'completed' })).rejects.toMatchObject({
        name: 'StaleRecord',
        retryable: true,
      });
      expect((await orders.find(order.orderId))?.order.status).toBe('paid');
    });

    it('lets exactly one of two concurrent saves win', async () => {
      const { order } = await created();
      const results = await Promise.allSettled([orders.save(order), orders.save(order)]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    it('does not save what was never created', async () => {
      await expect(orders.save(sampleOrder())).rejects.toMatchObject({ name: 'StaleRecord' });
      await expect(orders.saveFile(sampleFile(freshId('ord')))).rejects.toMatchObject({
        name: 'StaleRecord',
      });
    });

    it('saves ledger entries by their own revision', async () => {
      const { order, file } = await created();
      const saved = await orders.saveFile({ ...file, status: 'copying' });
      expect(saved).toEqual({ ...file, status: 'copying', revision: 2 });
      await expect(orders.saveFile({ ...file, status: 'failed' })).rejects.toMatchObject({
        name: 'StaleRecord',
      });
      expect(await orders.find(order.orderId)).toEqual({ order, files: [saved] });
    });

    it('commits the order and re-points its uploads', async () => {
      const { order } = await created({ updatedAt: '2030-01-03T00:00:00.000Z' });
      const upload = sampleUpload({ status: 'uploaded', versionId: 'v-temporary', etag: '"e"' });
      await uploads.create(upload);
      const location = sampleLocation(upload.uploadId);
      const saved = await orders.commit({ ...order, status: 'completed' }, [location]);
      expect(saved).toEqual({ ...order, status: 'completed', revision: 2 });
      expect((await orders.find(order.orderId))?.order).toEqual(saved);
      const { etag: _temporary, ...kept } = upload;
      expect(await uploads.find(upload.uploadId)).toEqual({
        ...kept,
        ...location,
        status: 'permanent',
        updatedAt: order.updatedAt,
        revision: 1,
      });
    });

    it('takes the mark of a removal off what it commits: the order needed the file', async () => {
      const { order } = await created();
      const removal = { as: 'expired', at: '2030-01-02T00:00:00.000Z', by: 'sweeper' } as const;
      const upload = sampleUpload({
        status: 'uploaded',
        versionId: 'v-temporary',
        etag: '"e"',
        removal,
      });
      await uploads.create(upload);
      await orders.commit({ ...order, status: 'completed' }, [sampleLocation(upload.uploadId)]);
      const committed = await uploads.find(upload.uploadId);
      expect(committed).toMatchObject({ status: 'permanent', ...sampleLocation(upload.uploadId) });
      expect(committed).not.toHaveProperty('removal');
    });

    it('commits nothing when the order moved on', async () => {
      const { order } = await created();
      const upload = sampleUpload({ status: 'uploaded' });
      await uploads.create(upload);
      await orders.save(order);
      const late = orders.commit({ ...order, status: 'completed' }, [
        sampleLocation(upload.uploadId),
      ]);
      await expect(late).rejects.toMatchObject({ name: 'StaleRecord' });
      expect((await uploads.find(upload.uploadId))?.status).toBe('uploaded');
    });

    it.each(['gone', 'quarantined'])('commits nothing when an upload is %s', async (fate) => {
      const { order } = await created();
      const upload = sampleUpload({ status: 'uploaded' });
      await uploads.create(upload);
      const lost = sampleUpload({ status: 'quarantined' });
      if (fate === 'quarantined') await uploads.create(lost);
      const locations = [upload, lost].map(({ uploadId }) => sampleLocation(uploadId));
      const commit = orders.commit({ ...order, status: 'completed' }, locations);
      await expect(commit).rejects.toMatchObject({
        name: 'SourceMissing',
        context: { uploadId: lost.uploadId },
      });
      expect((await orders.find(order.orderId))?.order).toEqual(order);
      expect((await uploads.find(upload.uploadId))?.status).toBe('uploaded');
    });

    it('lists an owner’s orders, once each, also one that changed hands', async () => {
      const [ownerId, next] = [freshId('usr'), freshId('usr')];
      const [{ order: one }, { order: other }] = [
        await created({ ownerId }),
        await created({ ownerId }),
      ];
      expect((await listOwned(orders, ownerId)).toSorted()).toEqual(
        [one.orderId, other.orderId].sort(),
      );
      await orders.save({ ...one, ownerId: next });
      expect(await listOwned(orders, ownerId)).toEqual([other.orderId]);
      expect(await listOwned(orders, next)).toEqual([one.orderId]);
    });

    it('lists orders in need of attention unchanged since a time, oldest first', async () => {
      const days = ['03', '01', '02', '04'];
      const made = await Promise.all(
        days.map((day) => created({ updatedAt: `2029-06-${day}T00:00:00.000Z` })),
      );
      const ids = made.map(({ order }) => order.orderId);
      const listed = await listAttention(orders, '2029-06-04T00:00:00.000Z');
      expect(listed.filter((id) => ids.includes(id))).toEqual([ids[1], ids[2], ids[0]]);
    });

    it('forgets an order that no longer needs attention', async () => {
      const { order } = await created({ updatedAt: '2029-07-01T00:00:00.000Z' });
      expect(await listAttention(orders, '2029-07-02T00:00:00.000Z')).toContain(order.orderId);
      await orders.save({
        ...order,
        status: 'completed',
        migration: { ...order.migration, status: 'completed' },
      });
      expect(await listAttention(orders, '2029-07-02T00:00:00.000Z')).not.toContain(order.orderId);
    });
  });
}

async function listAttention(orders: Orders, before: string): Promise<string[]> {
  const found: string[] = [];
  for await (const orderId of orders.needingAttention(new Date(before))) found.push(orderId);
  return found;
}

async function listOwned(orders: Orders, ownerId: string): Promise<string[]> {
  const found: string[] = [];
  for await (const orderId of orders.listOwned(ownerId)) found.push(orderId);
  return found;
}
