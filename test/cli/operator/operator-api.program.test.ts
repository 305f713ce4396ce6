import { beforeEach, describe, expect, it } from '@jest/globals';
import { useStubStage } from './stub-stage.ts';

const { server, here, keepsake } = useStubStage();

const bodies = () => server.asked.map(({ body }) => JSON.parse(body || 'null'));

describe('keepsake stats', () => {
  it('shows what GET /stats answers, whatever is in it', async () => {
    const stats = { uploads: { pending: 2, permanent: 40 }, bytes: 123 };
    server.answer = () => ({ body: stats });
    expect((await keepsake('stats --json')).lines).toEqual([stats]);
    expect((await keepsake('stats')).stdout).toMatch(
      /^uploads\n {2}pending +2\n {2}permanent +40\nbytes +123\n$/,
    );
    expect(server.asked).toMatchObject([{ method: 'GET', path: '/stats' }, { path: '/stats' }]);
  });
});

describe('keepsake cleanup', () => {
  beforeEach(() => {
    server.answer = () => ({ body: { removed: 0 } });
  });

  it('is dry until it is told to apply', async () => {
    expect((await keepsake('cleanup')).stderr).toContain('Do it with --apply');
    await keepsake('cleanup --older-than-hours 48 --apply');
    expect(server.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /cleanup',
      'POST /cleanup',
    ]);
    expect(bodies()).toEqual([
      { olderThanHours: 24, dryRun: true },
      { olderThanHours: 48, dryRun: false },
    ]);
  });

  it('refuses hours that are none, and asks nobody', async () => {
    expect((await keepsake('cleanup --older-than-hours soon')).code).toBe(2);
    expect(server.asked).toEqual([]);
  });
});

describe('the operator’s token', () => {
  it.each([
    ['the local stage’s', '', {}, 'local-admin'],
    ['KEEPSAKE_TOKEN’s', '', { KEEPSAKE_TOKEN: 'from-env' }, 'from-env'],
    ['--token’s', '--token told', { KEEPSAKE_TOKEN: 'from-env' }, 'told'],
  ])('is %s', async (_whose, option, env, token) => {
    server.answer = () => ({ body: {} });
    await keepsake(`stats ${option}`, env);
    expect(server.asked[0]?.token).toBe(`Bearer ${token}`);
  });

  it('is asked for where there is none', async () => {
    const { code, stderr } = await here.run('stats --stage prod');
    expect([code, stderr]).toEqual([2, expect.stringContaining('--token or KEEPSAKE_TOKEN')]);
  });
});

describe('keepsake orders', () => {
  it('list: reads every page', async () => {
    const order = (orderId: string) => ({
      orderId,
      status: 'refund_requested',
      migration: { status: 'failed', attempt: 1 },
    });
    server.answer = ({ path }) => ({
      body: path.includes('cursor=next')
        ? { orders: [order('ord_2')] }
        : { orders: [order('ord_1')], cursor: 'next' },
    });
    expect(
      (await keepsake('orders list --status failed --json')).lines.map(({ orderId }) => orderId),
    ).toEqual(['ord_1', 'ord_2']);
  });

  it('retry: says that the refund is stopped only when it is told', async () => {
    server.answer = () => ({
      status: 409,
      body: { title: 'The order does not allow this now', detail: 'It may\nhave been paid out.' },
    });
    expect(await keepsake('orders retry ord_1')).toMatchObject({
      code: 4,
      stderr: 'keepsake: It may have been paid out.\n',
    });
    await keepsake('orders retry ord_1 --refund-stopped');
    expect(bodies()).toEqual([{ refundStopped: false }, { refundStopped: true }]);
  });

  it('settle: takes a held payment off the list, with the decision in words', async () => {
    const body = { orderId: 'ord_1', status: 'completed', updatedAt: '2030-01-01T00:00:00.000Z' };
    server.answer = () => ({ body: { ...body, migration: { status: 'completed', attempt: 1 } } });
    const settled = await keepsake('orders settle ord_1 pi_2 --note refunded');
    expect(settled).toMatchObject({ code: 0, stdout: expect.stringContaining('ord_1  completed') });
    await keepsake('orders settle ord_1 pi/3');
    expect(server.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /orders/ord_1/payments/pi_2/settle',
      'POST /orders/ord_1/payments/pi%2F3/settle',
    ]);
    expect(bodies()).toEqual([{ note: 'refunded' }, {}]);
  });

  it('replace: puts another upload in a role', async () => {
    const body = { orderId: 'ord_1', status: 'paid', updatedAt: '2030-01-01T00:00:00.000Z' };
    server.answer = () => ({ body: { ...body, migration: { status: 'pending', attempt: 0 } } });
    expect(await keepsake('orders replace ord_1 photo upl_2')).toMatchObject({ code: 0 });
    expect(server.asked[0]).toMatchObject({ method: 'PUT', path: '/orders/ord_1/files/photo' });
    expect(bodies()).toEqual([{ uploadId: 'upl_2' }]);
  });

  it.each([
    [400, 2],
    [403, 4],
    [404, 5],
    [503, 75],
    [500, 1],
  ])('an answer of %d ends with %d', async (status, code) => {
    server.answer = () => ({ status, body: { detail: 'No.' } });
    expect((await keepsake('orders compensate ord_1')).code).toBe(code);
  });

  it.each([
    ['orders', /needs one of: list, show, retry, compensate, settle/],
    ['orders frobnicate', /needs one of/],
    ['orders list --status odd', /--status must be one of failed/],
    ['orders show', /Name one order/],
    ['orders retry ord_1 ord_2', /Name one order, not 2/],
    ['orders settle ord_1', /Name one order, then its held payment/],
    ['orders settle ord_1 pi_1 pi_2', /Name one order, then its held payment/],
    ['orders replace ord_1 photo', /Name one order, then the role and its new upload/],
    ['dlq', /needs one of: list, redrive, drop/],
    ['links', /needs one of: list, rotate-keys/],
    ['links rotate-keys', /has no keys to rotate/],
  ])('keepsake %s: says what to do', async (commandLine, message) => {
    const { code, stderr } = await keepsake(commandLine);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  });
});

describe('keepsake links rotate-keys', () => {
  it('says the steps, and does none of them without --apply', async () => {
    const { code, stdout, stderr } = await here.run('links rotate-keys --stage prod');
    expect([code, stderr]).toEqual([0, 'Nothing was changed.\n']);
    expect(stdout).toMatch(
      /^1\. keepsake links rotate-keys --stage prod --apply[\s\S]+3\. npm run deploy -- --stage prod/,
    );
  });
});
