import { describe, expect, it } from '@jest/globals';
import { problem } from './canned-api.ts';
import { expectAccessible, phone, tokenOf } from './console-world.ts';
import { failedOrder, failedTimeline } from './samples/orders.ts';
import { answerOverview, sampleAlarm } from './samples/overview.ts';
import { useConsole } from './use-console.ts';

const world = useConsole(({ api }) => {
  const queues = [
    { queue: 'payments', messages: 3, goesBack: true },
    { queue: 'sweeper', messages: 2, goesBack: true },
  ];
  answerOverview(api).answer('GET /dead-letters', { body: { queues } });
});

describe('the overview', () => {
  it.each([
    ['light', undefined],
    ['dark', phone],
  ] as const)(
    'shows what needs a person first, accessibly in %s at %p',
    async (theme, viewport) => {
      const page = await world.open('/', { theme, ...(viewport && { viewport }) });
      await page.getByRole('link', { name: '3', exact: true }).waitFor();
      await page.getByRole('link', { name: '100 or more' }).waitFor();
      await page.getByText('1,000 files, 400 GB').waitFor();
      await page.getByText('200 files, 100 GB').waitFor();
      await page.getByRole('link', { name: 'about 5' }).waitFor();
      await page.getByRole('link', { name: 'bat_1' }).waitFor();
      await page.getByText('18 failed').waitFor();
      await expectAccessible(page);
      world.api.answer('GET /orders', { body: { orders: [failedOrder()] } });
      await page.getByRole('link', { name: '3', exact: true }).click();
      await page.waitForURL('**/orders?state=failed');
    },
  );
});

describe('the overview of a day', () => {
  it('shows its figures, the alarms that ring, and what is unknown', async () => {
    const page = await world.open('/');
    await page.getByText('1,204').waitFor();
    await page.getByText('4.1 s').waitFor();
    await page.getByText('CloudWatch is silent').waitFor();
    await page.getByText('orders-failing', { exact: true }).waitFor();
    const runbook = page.getByRole('link', { name: /What to do/ });
    expect(await runbook.getAttribute('href')).toBe('https://runbook.example.com/#orders-failing');
  });

  it('says that no alarm rings, and which region is silent', async () => {
    const quiet = { ...sampleAlarm(), state: 'quiet' as const };
    world.api.answer('GET /alarms', { body: { alarms: [quiet], unknown: [] } });
    const page = await world.open('/');
    await page.getByText('None of 1 rings.').waitFor();
    world.api.answer('GET /alarms', { body: { alarms: [], unknown: ['us-east-1'] } });
    await page.reload();
    await page.getByText('The alarms of us-east-1 could not be read.').waitFor();
  });
});

describe('a time', () => {
  const late = failedOrder();
  const [summer, newYear] = ['2030-07-31T20:15:09.000Z', '2029-12-31T23:59:59.000Z'];

  it.each([
    ['Asia/Kolkata', '2030-08-01 01:45:09 2030-07-31 20:15:09Z', '2030-01-01 05:29:59'],
    ['America/New_York', '2030-07-31 16:15:09 20:15:09Z', '2029-12-31 18:59:59 23:59:59Z'],
  ])('is that of the computer, in %s, beside UTC', async (timezoneId, one, other) => {
    const orders = [
      { ...late, updatedAt: summer },
      { ...late, orderId: 'ord_2', updatedAt: newYear },
    ];
    world.api.answer('GET /orders', { body: { orders } });
    const page = await world.open('/orders?from=2030-08-01', { timezoneId });
    await page.getByRole('row', { name: `ord_failed` }).getByText(one).waitFor();
    await page.getByRole('row', { name: `ord_2` }).getByText(other).waitFor();
    const [asked] = world.api.requests.filter((request) => request.startsWith('GET /orders?'));
    expect(asked).toContain('from=2030-08-01T00%3A00%3A00.000Z');
  });
});

describe('the find field', () => {
  it('is reached by the key / and leads to the page of what was found', async () => {
    let asked: unknown;
    world.api.answer('POST /search', ({ body }) => {
      asked = body;
      return { body: { matches: [{ kind: 'order', id: 'ord_failed', by: 'payment' }] } };
    });
    world.api.answer('GET /orders/ord_failed/timeline', { body: failedTimeline() });
    const page = await world.open('/');
    await page.getByRole('heading', { name: 'Stored' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('pi_3N');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/orders/ord_failed');
    expect(asked).toEqual({ query: 'pi_3N' });
  });

  it('offers a choice between several, and says what to do about none', async () => {
    world.api.answer('POST /search', ({ body }) => {
      const { query } = body as { query: string };
      const link = { kind: 'link', id: 'lnk_1', by: 'token', orderId: 'ord_1' };
      return { body: { matches: query === 'two' ? [link, { ...link, id: 'lnk_2' }] : [] } };
    });
    const page = await world.open('/find#two');
    await page.getByRole('link', { name: 'lnk_2' }).waitFor();
    await expectAccessible(page);
    await page.goto(`${world.origin}/find#none`);
    await page.reload();
    await page.getByText('Nothing has this id').waitFor();
  });
});

describe('a broken API', () => {
  it.each([
    ['down', problem(503, 'unavailable', 'No.'), 'The API does not answer'],
    ['throttled', problem(429, 'throttled', 'Slow down.'), 'Too many requests'],
    ['refused', problem(403, 'not-allowed', 'No.'), 'You may not see this'],
    ['missing', problem(404, 'not-found', 'None.'), 'There is no such thing here'],
    ['signed out', problem(401, 'not-signed-in', 'No.'), 'Your session has ended'],
  ])('that is %s shows its state and what to do', async (_how, answer, title) => {
    world.api.everything = answer;
    const page = await world.open('/orders');
    await page.getByText(title).waitFor();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await expectAccessible(page);
  });

  it('that is slow says so', async () => {
    const { promise: until, resolve: letAnswer } = Promise.withResolvers<void>();
    world.api.answer('GET /orders', { body: { orders: [] }, until });
    const page = await world.open('/orders');
    await page.getByText('The API is slow').waitFor();
    letAnswer();
    await page.getByText('No order is here').waitFor();
  });

  it('keeps what was shown, marked as old, and recovers by itself', async () => {
    world.api.answer('GET /orders', { body: { orders: [failedOrder()] } });
    const page = await world.open('/orders');
    await page.getByRole('link', { name: 'ord_failed' }).waitFor();
    world.api.everything = problem(503, 'unavailable', 'No.');
    await page.getByText('What you see below may be out of date.').waitFor();
    expect(await page.getByRole('link', { name: 'ord_failed' }).count()).toBe(1);
    world.api.everything = undefined;
    await page.getByText('may be out of date').waitFor({ state: 'hidden' });
  });
});

describe('the session', () => {
  it('renews a token that the API no longer takes', async () => {
    const page = await world.open('/orders');
    world.api.answer('GET /orders', ({ token }) =>
      token === tokenOf('admin', world.tokens) && world.tokens > 1
        ? { body: { orders: [failedOrder()] } }
        : problem(401, 'not-signed-in', 'The token has expired.'),
    );
    await page.getByRole('link', { name: 'ord_failed' }).waitFor();
  });

  it('holds no token in the browser’s storage', async () => {
    const page = await world.open('/');
    await page.getByRole('heading', { name: 'Stored' }).waitFor();
    const stored = await page.evaluate(() => [
      ...Object.values({ ...localStorage }),
      ...Object.values({ ...sessionStorage }),
      document.cookie,
    ]);
    expect(stored.join('')).toBe('');
  });

  it('tells who did not open the signed-in address how to sign in', async () => {
    const page = await world.openSignedOut('/orders/ord_1');
    await page.getByText('You are not signed in').waitFor();
    await expectAccessible(page);
    expect(world.api.requests).toEqual([]);
  });

  it('tells who is in no group of operators whom to ask', async () => {
    world.group = 'nobody';
    const page = await world.open('/orders');
    await page.getByText('You are no operator').waitFor();
    expect(world.api.requests).toEqual([]);
  });

  it('ends when the operator signs out', async () => {
    const page = await world.open('/');
    await page.getByRole('button', { name: /you@example.com/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByText('You are not signed in').waitFor();
  });
});

describe('the theme', () => {
  it('is chosen in the menu and stays', async () => {
    const page = await world.open('/');
    await page.getByRole('button', { name: /you@example.com/ }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Dark' }).click();
    await page.locator('body.awsui-dark-mode').waitFor();
    await page.reload();
    await page.locator('body.awsui-dark-mode').waitFor();
  });
});

describe('a page that is not there', () => {
  it('says so and leads on', async () => {
    const page = await world.open('/nowhere');
    await page.getByText('There is no such page').waitFor();
    await expectAccessible(page);
  });
});
