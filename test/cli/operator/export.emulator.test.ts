import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { placedOrder } from '../../integration/orders/paid-order.ts';
import { aVisitor, type Visitor } from '../../integration/shared/visitor.ts';
import { atEmulator } from '../bulk/real-storage.ts';
import type { Workplace } from '../run-keepsake.ts';

let here: Workplace;
let visitor: Visitor;

beforeAll(async () => {
  here = atEmulator();
  visitor = await aVisitor();
});
afterAll(() => here.remove());

const save = (ownerId: string, options = '') =>
  here.run(`export ${ownerId} --to ${ownerId} ${options} --local --json`);

describe('keepsake export', () => {
  it('saves what an owner has, with the bytes that were sent, and nothing of others', async () => {
    await placedOrder(await aVisitor(), ['photo']);
    const { order, uploads } = await placedOrder(visitor, ['photo']);
    const { ownerId } = (await visitor.get(`/uploads/${uploads[0]?.uploadId}`)).body;
    const { code, lines } = await save(ownerId);
    expect([code, lines]).toMatchObject([0, [{ uploads: 1, orders: 1, files: 1, failed: 0 }]]);
    const saved = (name: string) => readFileSync(path.join(here.folder, ownerId, name));
    expect(JSON.parse(`${saved('orders.jsonl')}`)).toMatchObject({ orderId: order.orderId });
    for (const { uploadId, bytes } of uploads)
      expect(saved(`files/${uploadId}`).equals(bytes)).toBe(true);
  });

  it('is for operators', async () => {
    const { body } = await visitor.get('/uploads');
    expect((await save(body.uploads[0].ownerId, `--token ${visitor.token}`)).code).not.toBe(0);
  });
});

describe('keepsake owners erase', () => {
  it('erases all that an owner has and nothing of others, and ends their exports', async () => {
    const other = await placedOrder(await aVisitor(), ['photo']);
    const erased = await aVisitor();
    const { order, uploads } = await placedOrder(erased, ['photo', 'audio']);
    const { ownerId } = (await erased.get(`/uploads/${uploads[0]?.uploadId}`)).body;
    const erase = (options = '') => here.run(`owners erase ${ownerId} ${options} --local --json`);
    expect((await erase()).lines).toMatchObject([{ erased: { uploads: 2, orders: 1 }, kept: [] }]);
    const { code, lines } = await erase(`--apply --yes ${ownerId}`);
    expect([code, lines]).toMatchObject([0, [{ erased: { uploads: 2, orders: 1 }, more: false }]]);
    expect((await erased.get('/uploads')).body.uploads).toEqual([]);
    expect((await erased.get(`/orders/${order.orderId}`)).status).toBe(404);
    expect((await save(ownerId)).code).toBe(4);
    const shown = await here.run(`uploads show ${other.uploads[0]?.uploadId} --local --json`);
    expect(shown.lines).toMatchObject([{ status: 'uploaded' }]);
  });
});
