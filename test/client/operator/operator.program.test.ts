import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { bundleForBrowser, operatorEntry } from '../../../client/build/bundle.ts';
import {
  createOperatorClient,
  everyEntry,
  type OperatorClient,
} from '../../../client/operator/operator.ts';
import { StubServer } from '../../cli/stub-server.ts';
import { urlOf } from '../../listening.ts';

const server = new StubServer();
let baseUrl: string;
let operator: OperatorClient;

beforeAll(async () => {
  baseUrl = await server.start();
  operator = createOperatorClient({ baseUrl, token: 'op' });
});
afterAll(() => server.stop());
beforeEach(() => {
  server.asked.length = 0;
  server.answer = () => ({ body: {} });
});

const asked = () => server.asked.map(({ method, path }) => `${method} ${path}`);

describe('the operators’ client', () => {
  it('sends the token, and bodies as JSON', async () => {
    await operator.orders.retry('ord_1', { refundStopped: true });
    expect(server.asked).toMatchObject([
      { method: 'POST', path: '/orders/ord_1/retry', token: 'Bearer op' },
    ]);
    expect(JSON.parse(server.asked[0]?.body ?? 'null')).toEqual({ refundStopped: true });
  });

  it('puts no id into the path as it is', async () => {
    await operator.orders.get('../stats?x=1');
    expect(asked()).toEqual(['GET /orders/..%2Fstats%3Fx%3D1']);
  });

  it('gets one page, or every entry', async () => {
    server.answer = ({ path }) => ({
      body: path.includes('cursor=') ? { orders: [{ n: 2 }] } : { orders: [{ n: 1 }], cursor: 'c' },
    });
    expect(await operator.orders.list({ status: 'failed', limit: 1 })).toMatchObject({
      cursor: 'c',
    });
    const found: unknown[] = [];
    for await (const order of everyEntry('orders', operator.orders.list, { status: 'failed' }))
      found.push(order);
    expect(found).toEqual([{ n: 1 }, { n: 2 }]);
    expect(asked()).toEqual([
      'GET /orders?status=failed&limit=1',
      'GET /orders?status=failed',
      'GET /orders?status=failed&cursor=c',
    ]);
  });

  it('throws after the last entry of a list that is not complete, and names what is missing', async () => {
    server.answer = ({ path }) => ({
      body: path.includes('cursor')
        ? { orders: [{ n: 2 }] }
        : { orders: [{ n: 1 }], unreadable: ['ord_9'], cursor: 'c' },
    });
    const found: unknown[] = [];
    const readAll = async () => {
      for await (const order of everyEntry('orders', operator.orders.list, {})) found.push(order);
    };
    await expect(readAll()).rejects.toMatchObject({
      type: 'urn:keepsake:problem:record-unreadable',
      detail: expect.stringContaining('ord_9'),
      retryable: false,
    });
    expect(found).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('rejects with the API’s problem, after one request', async () => {
    const type = 'urn:keepsake:problem:not-allowed';
    server.answer = () => ({ status: 403, body: { type, detail: 'Viewers look only.' } });
    await expect(operator.stats()).rejects.toMatchObject({
      name: 'KeepsakeProblem',
      type,
      status: 403,
      detail: 'Viewers look only.',
    });
    expect(asked()).toHaveLength(1);
  });

  it('treats a request without an answer in time as a lost connection', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const waiting = createOperatorClient({
      baseUrl: urlOf(silent),
      token: 'op',
      timeoutMs: 1,
    });
    await expect(waiting.stats()).rejects.toMatchObject({ name: 'KeepsakeProblem', status: 0 });
    silent.closeAllConnections();
    silent.close();
  });

  it('is a bundle that imports nothing', async () => {
    expect(await bundleForBrowser(operatorEntry)).not.toMatch(/\bfrom\s*"|\bimport\s*"|require\(/);
  });
});

describe('the token of an operator', () => {
  const asksFor = async (status: number): Promise<number> => {
    let tokens = 0;
    const token = async (): Promise<string> => {
      tokens += 1;
      return `token ${tokens}`;
    };
    server.answer = () => ({ status, body: { detail: 'No.' } });
    const renewing = createOperatorClient({ baseUrl, token });
    await renewing.orders.get('ord_1').catch(() => undefined);
    return tokens;
  };

  it.each([
    [401, 2],
    [403, 1],
    [404, 1],
  ])('is asked for after %d %d times in all', async (status, times) => {
    expect(await asksFor(status)).toBe(times);
  });
});
