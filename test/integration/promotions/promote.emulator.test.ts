import { beforeAll, describe, expect, it } from '@jest/globals';
import { freshId } from '../../contracts/shared/samples.ts';
import { orderIn, orderOf, pay } from '../orders/paid-order.ts';
import { eventually } from '../shared/eventually.ts';
import { anOperator } from '../shared/operator.ts';
import { announced, uploaded } from '../shared/sample-upload.ts';
import { aVisitor, type Visitor } from '../shared/visitor.ts';

const operator = anOperator();

/** The upload once it is kept for good. */
const permanent = (visitor: Visitor, uploadId: string) =>
  eventually(`${uploadId} permanent`, async () => {
    const { body } = await visitor.get(`/uploads/${uploadId}`);
    return body.status === 'permanent' ? body : undefined;
  });

let owner: Visitor;
beforeAll(async () => {
  owner = await aVisitor();
});

describe('POST /uploads/{id}/promote', () => {
  it('keeps an upload for good without an order', async () => {
    const { uploadId, bytes } = await uploaded(owner);
    const { status, body } = await operator.post(`/uploads/${uploadId}/promote`);
    expect([status, body.uploadId]).toEqual([202, uploadId]);
    expect(await permanent(owner, uploadId)).toMatchObject({ key: `photos/promoted/${uploadId}` });
    const { url } = (await owner.get(`/uploads/${uploadId}/download?format=json`)).body;
    expect(Buffer.from(await (await fetch(url)).arrayBuffer()).equals(bytes)).toBe(true);
  });

  it('changes nothing when it is repeated', async () => {
    const { uploadId } = await uploaded(owner);
    await operator.post(`/uploads/${uploadId}/promote`);
    const first = await permanent(owner, uploadId);
    const again = await operator.post(`/uploads/${uploadId}/promote`);
    expect([again.status, again.body]).toEqual([202, first]);
  });

  it('leaves an upload that can still be ordered', async () => {
    const { uploadId } = await uploaded(owner);
    await operator.post(`/uploads/${uploadId}/promote`);
    await permanent(owner, uploadId);
    const order = await orderOf(owner, [{ role: 'photo', uploadId }]);
    await pay(order);
    expect((await orderIn(owner, 'completed', order)).files).toMatchObject([
      { status: 'verified' },
    ]);
  });

  it('is for operators', async () => {
    const { uploadId } = await uploaded(owner);
    expect((await owner.post(`/uploads/${uploadId}/promote`)).status).toBe(403);
    expect((await owner.get(`/uploads/${uploadId}`)).body.status).toBe('uploaded');
  });

  it('refuses what has not arrived, and what is not there', async () => {
    const { uploadId } = await announced(owner);
    expect((await operator.post(`/uploads/${uploadId}/promote`)).body.type).toBe(
      'urn:keepsake:problem:upload-not-received',
    );
    expect((await operator.post(`/uploads/${freshId('upl')}/promote`)).status).toBe(404);
  });
});
