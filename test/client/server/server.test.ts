import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  createServerClient,
  KeepsakeProblem,
  type ServerClient,
} from '../../../client/server/server.ts';
import { StubServer } from '../../cli/stub-server.ts';

const server = new StubServer();
let keepsake: ServerClient;

beforeAll(async () => {
  const baseUrl = `${await server.start()}/`;
  keepsake = createServerClient({ baseUrl, key: 'kmk_shop', retry: { baseMs: 1 } });
});
afterAll(() => server.stop());
beforeEach(() => {
  server.asked.length = 0;
  server.answer = () => ({ body: {} });
});

const order = {
  ownerId: 'ses_1',
  amount: { value: 49.9, currency: 'EUR' },
  files: [{ uploadId: 'upl_1', role: 'photo', required: true }],
};
const asked = () => server.asked.map(({ method, path, body }) => [`${method} ${path}`, body]);

describe('a backend’s client', () => {
  it('places an order with its machine key and the key of the cart', async () => {
    await keepsake.createOrder(order, 'cart-1');
    expect(server.asked).toMatchObject([
      { method: 'POST', path: '/orders', token: 'Bearer kmk_shop', idempotencyKey: 'cart-1' },
    ]);
    expect(JSON.parse(server.asked[0]?.body ?? 'null')).toEqual(order);
  });

  it('repeats an order whose answer is lost, because its key creates once', async () => {
    let calls = 0;
    server.answer = () => ({ status: ++calls === 1 ? 503 : 201, body: { orderId: 'ord_1' } });
    expect(await keepsake.createOrder(order, 'cart-1')).toEqual({ orderId: 'ord_1' });
    expect(server.asked.map(({ idempotencyKey }) => idempotencyKey)).toEqual(['cart-1', 'cart-1']);
  });

  it('replaces a file, settles a payment and reads an order', async () => {
    await keepsake.replaceFile('ord_1', 'cover/back', 'upl_2');
    await keepsake.settlePayment('ord_1', 'pay/1', 'refunded by hand');
    await keepsake.getOrder('ord_1');
    expect(asked()).toEqual([
      ['PUT /orders/ord_1/files/cover%2Fback', '{"uploadId":"upl_2"}'],
      ['POST /orders/ord_1/payments/pay%2F1/settle', '{"note":"refunded by hand"}'],
      ['GET /orders/ord_1', ''],
    ]);
  });

  it('looks at an upload with the customer’s token, not with its own', async () => {
    await keepsake.uploadOf('kst_customer', 'upl_1');
    expect(server.asked).toMatchObject([
      { method: 'GET', path: '/uploads/upl_1', token: 'Bearer kst_customer' },
    ]);
  });

  it('throws what the API refuses with', async () => {
    server.answer = () => ({
      status: 403,
      body: { type: 'urn:keepsake:problem:not-allowed', title: 'Not allowed', status: 403 },
    });
    const refused = keepsake.createOrder(order, 'cart-1');
    await expect(refused).rejects.toBeInstanceOf(KeepsakeProblem);
    await expect(refused).rejects.toMatchObject({ status: 403 });
  });
});
