import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderView } from '../../../core/orders/model/order-view.ts';
import { deployed } from '../shared/deployed.ts';
import { type Listener, listen, type OrderEvent } from '../shared/listener.ts';
import { sha256 } from '../shared/sample-upload.ts';
import { keptVersions, objects } from '../shared/storage.ts';
import { aVisitor, type Visitor } from '../shared/visitor.ts';
import { orderIn, pay, placedOrder } from './paid-order.ts';

const roles = ['back', 'cover', 'front', 'map'];

describe('a paid order', () => {
  let visitor: Visitor;
  let listener: Listener;
  let order: OrderView;
  let event: OrderEvent;
  let uploads: Awaited<ReturnType<typeof placedOrder>>['uploads'];

  beforeAll(async () => {
    [visitor, listener] = await Promise.all([aVisitor(), listen()]);
    const placed = await placedOrder(visitor, roles);
    uploads = placed.uploads;
    await pay(placed.order);
    order = await orderIn(visitor, 'completed', placed.order);
    event = await listener.event('completed', order.orderId);
  });

  it('is completed, in the shape the API promises', () => {
    expect(order).toEqual({
      orderId: order.orderId,
      status: 'completed',
      amount: { value: 49.9, currency: 'EUR' },
      migration: {
        status: 'completed',
        attempt: 1,
        startedAt: expect.any(String),
        completedAt: expect.any(String),
      },
      files: uploads.map(({ role, uploadId, bytes }) => ({
        role,
        required: true,
        uploadId,
        status: 'verified',
        permanentKey: `photos/${order.orderId}/${uploadId}`,
        versionId: expect.any(String),
        sizeBytes: bytes.length,
        sha256: sha256(bytes),
        verifiedBy: 'sha256',
      })),
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
  });

  it('has every byte in permanent storage: read back, they hash to what was sent', async () => {
    const kept = order.files.map(({ permanentKey: key = '', versionId }) =>
      objects.sha256({ bucket: deployed.filesBucket, key, versionId }),
    );
    expect(await Promise.all(kept)).toEqual(uploads.map(({ bytes }) => sha256(bytes)));
  });

  it('has one permanent version per file, the one on record', async () => {
    const versions = await Promise.all(
      order.files.map(({ uploadId }) => keptVersions(order.orderId, uploadId)),
    );
    expect(versions).toEqual(order.files.map(({ versionId }) => [versionId]));
  });

  it('keeps the files as their owner’s and as the type they were announced', async () => {
    for (const { permanentKey: key = '', versionId } of order.files) {
      const facts = await objects.head({ bucket: deployed.filesBucket, key, versionId });
      expect(facts).toMatchObject({
        contentType: 'image/jpeg',
        metadata: { 'keepsake-order': order.orderId, 'keepsake-attempt': '1' },
      });
    }
  });

  it('has its uploads pointed at permanent storage', async () => {
    for (const { uploadId, permanentKey, versionId } of order.files) {
      expect((await visitor.get(`/uploads/${uploadId}`)).body).toMatchObject({
        status: 'permanent',
        key: permanentKey,
        versionId,
      });
    }
  });

  it('leaves the temporary files to the lifecycle rules', async () => {
    const temporary = uploads.map(({ key, versionId }) =>
      objects.head({ bucket: deployed.uploadsBucket, key, versionId }),
    );
    expect((await Promise.all(temporary)).map((facts) => facts?.sizeBytes)).toEqual(
      uploads.map(({ bytes }) => bytes.length),
    );
  });

  it('is announced on the bus with its files', () => {
    const {
      role,
      uploadId,
      status,
      permanentKey,
      versionId,
      sizeBytes,
      sha256: hash,
      verifiedBy,
    } = order.files[0] ?? ({} as never);
    const file = {
      role,
      uploadId,
      status,
      permanentKey,
      versionId,
      sizeBytes,
      sha256: hash,
      verifiedBy,
    };
    const payment = { paymentId: expect.any(String), amount: order.amount };
    expect(event.detail).toEqual({
      orderId: order.orderId,
      attempt: 1,
      payment,
      files: expect.arrayContaining([file]),
    });
    expect(event.detail.files).toHaveLength(4);
  });

  it('alerts nobody', async () => {
    expect(await listener.alerts(order.orderId)).toEqual([]);
  });

  it('can lend its files to another order', async () => {
    const again = await visitor.post('/orders', {
      amount: order.amount,
      files: [{ uploadId: order.files[0]?.uploadId, role: 'photo', required: true }],
    });
    await pay(again.body);
    const second = await orderIn(visitor, 'completed', again.body);
    expect(await keptVersions(second.orderId, second.files[0]?.uploadId ?? '')).toHaveLength(1);
  });
});
