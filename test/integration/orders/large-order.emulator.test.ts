import { beforeAll, describe, expect, it } from '@jest/globals';
import { eraseUpload, keptVersions } from '../shared/storage.ts';
import { aVisitor, type Visitor } from '../shared/visitor.ts';
import { orderIn, pay, placedOrder } from './paid-order.ts';

/** One more than a chunk takes: the order's steps run twice each. */
const roles = Array.from({ length: 26 }, (_, index) => `photo-${String(index).padStart(2, '0')}`);

let visitor: Visitor;
beforeAll(async () => {
  visitor = await aVisitor();
});

const placed = async () => {
  const half = Math.ceil(roles.length / 2);
  // In two goes: every request at once would only wait for each other.
  const first = await placedOrder(visitor, roles.slice(0, half));
  const second = await placedOrder(visitor, roles.slice(half));
  const uploads = [...first.uploads, ...second.uploads];
  const files = uploads.map(({ role, uploadId }) => ({ role, uploadId, required: true }));
  const { body: order } = await visitor.post('/orders', {
    amount: { value: 49.9, currency: 'EUR' },
    files,
  });
  return { order, uploads };
};

describe('an order of more files than one step handles', () => {
  it('keeps all of them', async () => {
    const { order } = await placed();
    await pay(order);
    const { files } = await orderIn(visitor, 'completed', order);
    expect(files.map(({ role, status }) => [role, status])).toEqual(
      roles.map((role) => [role, 'verified']),
    );
  });

  it('keeps none of them when the last one is gone', async () => {
    const { order, uploads } = await placed();
    const last = uploads.at(-1);
    if (last) await eraseUpload(last);
    await pay(order);
    await orderIn(visitor, 'refund_requested', order);
    expect(
      (
        await Promise.all(uploads.map(({ uploadId }) => keptVersions(order.orderId, uploadId)))
      ).flat(),
    ).toEqual([]);
  });
});
