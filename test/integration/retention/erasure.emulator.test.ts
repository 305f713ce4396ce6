import { DeleteObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { DynamoErasures } from '../../../adapters/retention/dynamo-erasures.ts';
import { documents, s3 } from '../../contracts/shared/emulator.ts';
import { orderIn, orderOf, pay } from '../orders/paid-order.ts';
import { deployed } from '../shared/deployed.ts';
import { anOperator } from '../shared/operator.ts';
import { heldBy, justNow, plantedOrder } from '../shared/planted.ts';
import { announced, send, uploaded } from '../shared/sample-upload.ts';
import { keptAt } from '../shared/storage.ts';
import { aVisitor, request, type Visitor } from '../shared/visitor.ts';
import { changeRecord } from '../uploads/upload-records.ts';

const ledger = new DynamoErasures(documents, deployed.tables.erasures);
const operator = anOperator();

let visitor: Visitor;
beforeAll(async () => {
  visitor = await aVisitor();
});

const erase = ({ token }: Visitor, uploadId: string) =>
  request({ method: 'DELETE', path: `/uploads/${uploadId}`, token });

/** Versions and delete markers under exactly this key. */
const entriesAt = async (Bucket: string, Key: string): Promise<number> => {
  const { Versions = [], DeleteMarkers = [] } = await s3.send(
    new ListObjectVersionsCommand({ Bucket, Prefix: Key }),
  );
  return [...Versions, ...DeleteMarkers].filter((entry) => entry.Key === Key).length;
};

describe('DELETE /uploads/{id}', () => {
  it('removes every version and marker, and leaves the ledger’s word that it did', async () => {
    const { uploadId, key, bytes } = await uploaded(visitor);
    await s3.send(new DeleteObjectCommand({ Bucket: deployed.uploadsBucket, Key: key }));
    expect((await erase(visitor, uploadId)).status).toBe(204);
    expect(await entriesAt(deployed.uploadsBucket, key)).toBe(0);
    expect((await visitor.get(`/uploads/${uploadId}`)).status).toBe(404);
    expect((await visitor.get(`/uploads/${uploadId}/download`)).status).toBe(404);
    expect(await ledger.find(uploadId)).toMatchObject({
      uploadId,
      category: 'photo',
      versions: 1,
      bytes: bytes.length,
    });
  });

  it('answers its owner the same the second time, and a stranger as if there never was one', async () => {
    const { uploadId } = await uploaded(visitor);
    const stranger = await aVisitor();
    expect((await erase(stranger, uploadId)).status).toBe(404);
    expect([
      (await erase(visitor, uploadId)).status,
      (await erase(visitor, uploadId)).status,
    ]).toEqual([204, 204]);
    expect((await erase(stranger, uploadId)).status).toBe(404);
  });

  it('gives up what has not arrived: nothing that comes later counts', async () => {
    const upload = await announced(visitor);
    expect((await erase(visitor, upload.uploadId)).status).toBe(204);
    expect((await visitor.get(`/uploads/${upload.uploadId}`)).body.status).toBe('aborted');
    await send(upload, upload.bytes);
    expect((await visitor.post(`/uploads/${upload.uploadId}/complete`)).status).toBe(410);
  });

  it('takes what a completed order keeps, and its links, with it', async () => {
    const { uploadId, key } = await uploaded(visitor);
    const order = await orderOf(visitor, [{ role: 'photo', uploadId }]);
    await pay(order);
    await orderIn(visitor, 'completed', order);
    const { token } = (await visitor.post(`/orders/${order.orderId}/links`, { role: 'photo' }))
      .body;
    expect((await request({ method: 'GET', path: `/l/${token}` })).status).toBe(303);
    expect((await erase(operator, uploadId)).status).toBe(204);
    const kept = keptAt(order.orderId, uploadId);
    expect([
      await entriesAt(kept.bucket, kept.key),
      await entriesAt(deployed.uploadsBucket, key),
    ]).toEqual([0, 0]);
    expect((await request({ method: 'GET', path: `/l/${token}` })).status).toBe(404);
    expect((await visitor.get(`/orders/${order.orderId}/files/photo`)).status).toBe(404);
    expect((await ledger.find(uploadId))?.versions).toBe(2);
  });

  it('refuses while an order that is paid needs it', async () => {
    const { order, upload } = await plantedOrder(visitor, {
      migration: heldBy('running'),
      updatedAt: justNow(),
    });
    await changeRecord(upload.uploadId, { orderIds: [order.orderId] });
    const { status, body } = await erase(visitor, upload.uploadId);
    expect([status, body.type]).toEqual([409, 'urn:keepsake:problem:upload-in-use']);
    expect((await visitor.get(`/uploads/${upload.uploadId}`)).body.status).toBe('uploaded');
  });
});
