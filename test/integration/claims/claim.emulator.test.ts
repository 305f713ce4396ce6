import { beforeAll, describe, expect, it } from '@jest/globals';
import { DynamoUploads } from '../../../adapters/uploads/dynamo-uploads.ts';
import { documents } from '../../contracts/shared/emulator.ts';
import { freshId } from '../../contracts/shared/samples.ts';
import { orderIn, orderOf, pay, placedOrder } from '../orders/paid-order.ts';
import { deployed, invoke } from '../shared/deployed.ts';
import { aUser } from '../shared/pool-user.ts';
import { announced, send, uploaded } from '../shared/sample-upload.ts';
import { aVisitor, request, Visitor } from '../shared/visitor.ts';

const claim = (user: Visitor, { token }: { token: string }) =>
  user.post('/sessions/claim', { token });

let user: Visitor;
beforeAll(async () => {
  user = await aUser();
});

describe('POST /sessions/claim', () => {
  it('hands what was sent and ordered in a session to whoever logged in, with a fresh session', async () => {
    const visitor = await aVisitor();
    const { order, uploads } = await placedOrder(visitor, ['photo', 'cover']);
    const { status, body } = await claim(user, visitor);
    expect(status).toBe(200);
    expect(body).toEqual({
      uploads: 2,
      orders: 1,
      session: {
        sessionId: expect.stringMatching(/^ses_/),
        token: expect.stringMatching(/^kst_/),
        expiresAt: expect.any(String),
      },
    });
    expect((await user.get(`/orders/${order.orderId}`)).status).toBe(200);
    const shown = (await user.get(`/uploads/${uploads[0]?.uploadId}`)).body;
    expect(shown).toMatchObject({
      status: 'uploaded',
      ownerId: expect.stringMatching(/^usr_/),
      sessionId: expect.stringMatching(/^ses_/),
    });
    expect((await user.get(`/uploads/${uploads[1]?.uploadId}/download?format=json`)).status).toBe(
      200,
    );
  });

  it('session fixation: whoever else knew the token gets nothing by it any more, not even what they sent', async () => {
    const planted = await aVisitor();
    const { uploadId } = await uploaded(planted);
    const { body } = await claim(user, planted);
    // API Gateway may remember for a minute that the token was good; then it is a session without a
    // thing in it.
    expect([403, 404]).toContain((await planted.get(`/uploads/${uploadId}`)).status);
    expect((await planted.get('/uploads')).body.uploads ?? []).toEqual([]);
    const headers = { authorization: `Bearer ${planted.token}` };
    expect(await invoke('authorizer', { headers })).toMatchObject({ isAuthorized: false });
    expect(body.session.token).not.toBe(planted.token);
    // The fresh session is a stranger's to what was claimed.
    expect((await new Visitor(body.session.token).get(`/uploads/${uploadId}`)).status).toBe(404);
  });

  it('session fixation: what somebody sends with the old token afterwards never becomes the user’s', async () => {
    const planted = await aVisitor();
    await uploaded(planted);
    await claim(user, planted);
    const { uploadId } = await announced(planted);
    await claim(user, planted);
    await invoke('upkeep', { task: 'reconcile' });
    expect((await user.get(`/uploads/${uploadId}`)).status).toBe(404);
  });

  it('is finished by the reconciler for what the lists did not show in time', async () => {
    const visitor = await aVisitor();
    const { uploadId } = await uploaded(visitor);
    const records = new DynamoUploads(documents, deployed.tables.uploads);
    const missed = await records.find(uploadId);
    await claim(user, visitor);
    const late = freshId('upl');
    if (missed) await records.create({ ...missed, uploadId: late });
    expect((await user.get(`/uploads/${late}`)).status).toBe(404);
    await invoke('upkeep', { task: 'reconcile' });
    expect((await user.get(`/uploads/${late}`)).status).toBe(200);
  });

  it('is the same when it is repeated: there is nothing left to move', async () => {
    const visitor = await aVisitor();
    await uploaded(visitor);
    expect((await claim(user, visitor)).body).toMatchObject({ uploads: 1, orders: 0 });
    expect(await claim(user, visitor)).toMatchObject({
      status: 200,
      body: { uploads: 0, orders: 0 },
    });
  });

  it('answers a second user like somebody who made the token up', async () => {
    const visitor = await aVisitor();
    const { uploadId } = await uploaded(visitor);
    await claim(user, visitor);
    const other = await aUser();
    const [late, invented] = [
      await claim(other, visitor),
      await claim(other, { token: `kst_${freshId('x')}` }),
    ];
    expect([late.status, late.text]).toEqual([404, invented.text]);
    expect((await other.get(`/uploads/${uploadId}`)).status).toBe(404);
  });

  it('is for those who are logged in: a session cannot claim another', async () => {
    const [one, other] = [await aVisitor(), await aVisitor()];
    const { status, body } = await claim(one, other);
    expect([status, body.type]).toEqual([403, 'urn:keepsake:problem:not-allowed']);
    expect((await other.get('/uploads')).status).toBe(200);
  });

  it('lets what was announced before be sent and completed after', async () => {
    const visitor = await aVisitor();
    const upload = await announced(visitor);
    await claim(user, visitor);
    expect(await send(upload, upload.bytes)).toBe(200);
    expect((await user.post(`/uploads/${upload.uploadId}/complete`)).body.status).toBe('uploaded');
  });

  it('does not disturb an order that is being migrated, nor the links made before', async () => {
    const visitor = await aVisitor();
    const { order } = await placedOrder(visitor, ['photo']);
    await pay(order);
    const linked = async () =>
      (await visitor.post(`/orders/${order.orderId}/links`, {})).body.token as string | undefined;
    let token = await linked();
    for (let tries = 0; token === undefined && tries < 100; tries += 1) token = await linked();
    await claim(user, visitor);
    expect((await orderIn(user, 'completed', order)).files).toMatchObject([{ status: 'verified' }]);
    const revoked = await request({ method: 'DELETE', path: `/links/${token}`, token: user.token });
    expect(revoked.status).toBe(204);
  });

  it('lets the new owner order what the session sent', async () => {
    const visitor = await aVisitor();
    const { uploadId } = await uploaded(visitor);
    await claim(user, visitor);
    const order = await orderOf(user, [{ role: 'photo', uploadId }]);
    await pay(order);
    expect((await orderIn(user, 'completed', order)).files).toMatchObject([
      { uploadId, status: 'verified' },
    ]);
  });
});
