import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderView } from '../../../core/orders/model/order-view.ts';
import { deployed } from '../shared/deployed.ts';
import { type Listener, listen } from '../shared/listener.ts';
import { uploaded } from '../shared/sample-upload.ts';
import { eraseUpload, keptVersions, objects } from '../shared/storage.ts';
import { aVisitor, type Visitor } from '../shared/visitor.ts';
import { executionsOf, orderIn, orderOf, pay, placedOrder } from './paid-order.ts';

let visitor: Visitor;
let listener: Listener;
beforeAll(async () => {
  [visitor, listener] = await Promise.all([aVisitor(), listen()]);
});

describe('an order whose required file is gone', () => {
  let order: OrderView;
  let uploads: Awaited<ReturnType<typeof placedOrder>>['uploads'];
  let paymentId: string;

  beforeAll(async () => {
    const placed = await placedOrder(visitor, ['back', 'cover', 'front']);
    uploads = placed.uploads;
    const [, gone] = uploads;
    if (gone) await eraseUpload(gone);
    ({ paymentId } = await pay(placed.order));
    order = await orderIn(visitor, 'refund_requested', placed.order);
    await listener.event('failed', order.orderId);
  });

  it('is failed, and says which file and why', () => {
    expect(order.migration).toMatchObject({
      status: 'failed',
      attempt: 1,
      error: { code: 'source_missing', role: 'cover' },
    });
  });

  it('shows its other copies as removed', () => {
    expect(
      order.files.map(({ role, status, permanentKey }) => [role, status, permanentKey]),
    ).toEqual([
      ['back', 'removed', undefined],
      ['cover', 'failed', undefined],
      ['front', 'removed', undefined],
    ]);
  });

  it('has no version left in permanent storage', async () => {
    const left = await Promise.all(
      uploads.map(({ uploadId }) => keptVersions(order.orderId, uploadId)),
    );
    expect(left).toEqual([[], [], []]);
  });

  it('keeps the temporary files that are there, as uploads that can be ordered again', async () => {
    for (const { role, key, versionId, uploadId } of uploads.filter(
      ({ role: name }) => name !== 'cover',
    )) {
      const facts = await objects.head({ bucket: deployed.uploadsBucket, key, versionId });
      expect([role, facts?.sizeBytes]).toEqual([role, 2_000]);
      expect((await visitor.get(`/uploads/${uploadId}`)).body).toMatchObject({
        status: 'uploaded',
        key,
      });
    }
  });

  it('asks for the refund on the bus, once, of which payment and with an idempotency key', async () => {
    const refund = { requested: true, idempotencyKey: `refund-${order.orderId}-${paymentId}` };
    const payment = { paymentId, amount: order.amount };
    expect((await listener.events(order.orderId)).map(({ detail }) => detail)).toEqual([
      {
        orderId: order.orderId,
        attempt: 1,
        reason: order.migration.error?.message,
        payment,
        refund,
      },
    ]);
  });

  it('tells the customer of the refund', () => {
    const idempotencyKey = `refund-${order.orderId}-${paymentId}`;
    expect(order.refund).toEqual({
      requested: true,
      state: 'requested',
      idempotencyKey,
      requestedAt: expect.any(String),
    });
  });

  it('alerts the operators, without a URL', async () => {
    const { message } = await listener.alert('migration_failed', order.orderId);
    expect(message).toContain('cover');
    expect(message).not.toMatch(/https?:/);
  });

  it('is not tried again: the file would be missing again', async () => {
    expect(await executionsOf(order)).toEqual([`${order.orderId}-1`]);
  });
});

describe('an order whose optional file is gone', () => {
  it('is completed without it', async () => {
    const [gone, there] = await Promise.all([uploaded(visitor), uploaded(visitor)]);
    const order = await orderOf(visitor, [
      { role: 'extra', uploadId: gone.uploadId, required: false },
      { role: 'photo', uploadId: there.uploadId },
    ]);
    await eraseUpload(gone);
    await pay(order);
    const { files } = await orderIn(visitor, 'completed', order);
    expect(files.map(({ role, status }) => [role, status])).toEqual([
      ['extra', 'skipped'],
      ['photo', 'verified'],
    ]);
    expect((await listener.event('completed', order.orderId)).detail.files).toContainEqual({
      role: 'extra',
      uploadId: gone.uploadId,
      status: 'skipped',
    });
  });
});
