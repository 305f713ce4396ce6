import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const run = promisify(execFile);

/** Every edit by hand that a new field of an order takes, here an optional `giftNote`. */
const edits = {
  'core/orders/model/order.ts': [
    [
      '  amount: moneySchema,\n  payment:',
      '  amount: moneySchema,\n  giftNote: z.string().optional(),\n  payment:',
    ],
  ],
  'core/orders/create-order.ts': [
    [
      '    amount: payableSchema.strict(),',
      '    amount: payableSchema.strict(),\n    giftNote: z.string().max(200).optional(),',
    ],
    ['const { amount, files,', 'const { giftNote, amount, files,'],
    [
      '  const order = newOrder(orderId, ownerId, amount, now);',
      '  const order = { ...newOrder(orderId, ownerId, amount, now), giftNote };',
    ],
  ],
  'core/orders/model/order-view.ts': [
    ['  amount: moneySchema,', '  amount: moneySchema,\n  giftNote: orderSchema.shape.giftNote,'],
    ['  amount: order.amount,', '  amount: order.amount,\n  giftNote: order.giftNote,'],
  ],
} as const;

/** Places an order with a note in the edited copy, and prints how the API answers it. */
const order = `import { createOrder } from './core/orders/create-order.ts';
import { orderView } from './core/orders/model/order-view.ts';
import { arrived } from './test/core/builders/records.ts';
import { alice, aWorld } from './test/core/builders/world.ts';
const world = aWorld();
arrived(world, 'upl_1');
const wanted = {
  amount: { value: 49.9, currency: 'EUR' },
  files: [{ uploadId: 'upl_1', role: 'photo', required: true }],
  giftNote: 'For Anna',
};
const { order } = await createOrder(world, alice, wanted);
const found = await world.orders.find(order.orderId);
if (found) console.log(JSON.stringify(orderView(found)));
`;

const copied = ['client', 'core', 'docs', 'lambdas', 'openapi', 'test/core', 'test/fakes'];
let folder: string;
const node = async (file: string) => (await run(process.execPath, [file], { cwd: folder })).stdout;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keepsake-field-'));
  for (const part of [...copied, 'tools/client-types', 'package.json'])
    cpSync(part, join(folder, part), { recursive: true });
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  for (const [file, changes] of Object.entries(edits)) {
    let text = readFileSync(join(folder, file), 'utf8');
    for (const [before, after] of changes) {
      expect([file, before, text.includes(before)]).toEqual([file, before, true]);
      text = text.replace(before, after);
    }
    writeFileSync(join(folder, file), text);
  }
  await node('openapi/main.ts');
  await node('tools/client-types/main.ts');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const textOf = (file: string) => readFileSync(join(folder, file), 'utf8');

describe('a field of an order', () => {
  it('takes three files by hand', () => {
    expect(Object.keys(edits)).toHaveLength(3);
  });

  it('is accepted, stored and answered', async () => {
    writeFileSync(join(folder, 'order.ts'), order);
    expect(JSON.parse(await node('order.ts'))).toMatchObject({ giftNote: 'For Anna' });
  });

  it('is in the OpenAPI document and in the client’s types, which are generated', () => {
    const { schemas } = JSON.parse(textOf('docs/openapi.json')).components;
    expect(schemas.CreateOrderRequest.properties).toHaveProperty('giftNote');
    expect(schemas.Order.properties).toHaveProperty('giftNote');
    expect(textOf('client/api/request-bodies.ts')).toContain('giftNote?: string;');
    expect(textOf('client/api/answer-bodies.ts')).toContain('giftNote?: string;');
  });
});
