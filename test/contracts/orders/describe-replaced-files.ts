import { describe, expect, it } from '@jest/globals';
import type { Orders } from '../../../core/orders/ports.ts';
import { freshId, sampleFile, sampleOrder } from '../shared/samples.ts';

/** Contract tests of every store of orders: an order and one of its files are written together. */
export function describeReplacedFiles(name: string, makeOrders: () => Orders): void {
  const orders = makeOrders();

  const created = async () => {
    const order = sampleOrder();
    const file = sampleFile(order.orderId);
    await orders.create(order, [file]);
    return { order, file, other: { ...file, uploadId: freshId('upl') } };
  };

  describe(`${name} replacing a file`, () => {
    it('writes the order and the entry, each over its revision', async () => {
      const { order, other } = await created();
      await orders.replaceFile(order, other);
      expect(await orders.find(order.orderId)).toEqual({
        order: { ...order, revision: order.revision + 1 },
        files: [{ ...other, revision: other.revision + 1 }],
      });
    });

    it('writes neither when the order has changed', async () => {
      const { order, file, other } = await created();
      const changed = await orders.save(order);
      await expect(orders.replaceFile(order, other)).rejects.toMatchObject({ name: 'StaleRecord' });
      expect(await orders.find(order.orderId)).toEqual({ order: changed, files: [file] });
    });

    it('writes neither when the entry has changed', async () => {
      const { order, file, other } = await created();
      const changed = await orders.saveFile(file);
      await expect(orders.replaceFile(order, other)).rejects.toMatchObject({ name: 'StaleRecord' });
      expect(await orders.find(order.orderId)).toEqual({ order, files: [changed] });
    });
  });
}
