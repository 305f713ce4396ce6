import { beforeAll, describe, expect, it } from '@jest/globals';
import { freshId } from '../../contracts/shared/samples.ts';
import { announcement, someBytes, uploaded } from '../shared/sample-upload.ts';
import { aVisitor, request, type Visitor } from '../shared/visitor.ts';

let visitor: Visitor;
beforeAll(async () => {
  visitor = await aVisitor();
});

const ask = (path: string, body: unknown, key: string) =>
  request({
    method: 'POST',
    path,
    body,
    token: visitor.token,
    headers: { 'idempotency-key': key },
  });

const anOrder = async () => {
  const { uploadId } = await uploaded(visitor);
  return {
    amount: { value: 49.9, currency: 'EUR' },
    files: [{ uploadId, role: 'photo', required: true }],
  };
};

describe('a request with an Idempotency-Key', () => {
  it('makes one order of a double click', async () => {
    const [order, key] = [await anOrder(), freshId('key')];
    const first = await ask('/orders', order, key);
    const second = await ask('/orders', order, key);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect((await visitor.get('/orders')).body.orders).toHaveLength(1);
  });

  it('is refused with another body', async () => {
    const [order, key] = [await anOrder(), freshId('key')];
    await ask('/orders', order, key);
    const { status, body } = await ask(
      '/orders',
      { ...order, amount: { value: 1, currency: 'EUR' } },
      key,
    );
    expect([status, body.type]).toEqual([422, 'urn:keepsake:problem:idempotency-key-reused']);
  });

  it('announces one upload, and may send it with either answer', async () => {
    const [photo, key] = [announcement(someBytes()), freshId('key')];
    const first = await ask('/uploads', photo, key);
    const second = await ask('/uploads', photo, key);
    expect(second.body.uploadId).toBe(first.body.uploadId);
    expect(second.body.url).toContain(first.body.key);
  });
});
