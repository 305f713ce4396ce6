import type { CDPSession, Page } from 'playwright-core';

/** Milliseconds of one page's own work, without waiting. */
export type Work = { scriptMs: number; layoutMs: number; heapMiB: number };

/** A page of the console: its path, and a text that is there once it is shown. */
export type Subject = { path: string; shows: string };

/** The cost of a subject's page: to open, to turn to the next page, to renew. */
export type Costs = { path: string; opened: Work; turned?: Work; renewed: Work };

type Setting = { page: Page; origin: string; repeats: number };

/** Measures a page that is freshly opened, then used. */
export const measure = async (
  { page, origin, repeats }: Setting,
  { path, shows }: Subject,
): Promise<Costs> => {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const opened = await workOf(session, async () => {
    await page.goto(`${origin}${path}`);
    await page.getByText(shows, { exact: true }).first().waitFor();
    await drawn(page);
  });
  const turns = (await page.getByRole('button', { name: 'Next page' }).count()) > 0;
  const turned = turns
    ? await repeat(repeats, () => workOf(session, () => turnPage(page)))
    : undefined;
  const renewed = await repeat(repeats, () => workOf(session, () => renew(page)));
  return { path, opened, renewed, ...(turned && { turned }) };
};

const workOf = async (session: CDPSession, act: () => Promise<void>): Promise<Work> => {
  const before = await read(session);
  await act();
  const after = await read(session);
  return {
    scriptMs: after.scriptMs - before.scriptMs,
    layoutMs: after.layoutMs - before.layoutMs,
    heapMiB: after.heapMiB,
  };
};

const read = async (session: CDPSession): Promise<Work> => {
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return {
    scriptMs: of('ScriptDuration') * 1_000,
    layoutMs: (of('LayoutDuration') + of('RecalcStyleDuration')) * 1_000,
    heapMiB: of('JSHeapUsedSize') / 1024 ** 2,
  };
};

/** Two frames later, everything requested is drawn. */
const drawn = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
  );

const repeat = async (times: number, act: () => Promise<Work>): Promise<Work> => {
  const works: Work[] = [];
  for (let time = 0; time < times; time += 1) works.push(await act());
  return mean(works);
};

const mean = (works: readonly Work[]): Work => {
  const of = (name: keyof Work): number =>
    works.reduce((sum, work) => sum + work[name], 0) / works.length;
  return { scriptMs: of('scriptMs'), layoutMs: of('layoutMs'), heapMiB: of('heapMiB') };
};

const turnPage = async (page: Page): Promise<void> => {
  const answered = page.waitForResponse((response) => response.url().includes('cursor='));
  await page.getByRole('button', { name: 'Next page' }).click();
  await answered;
  await drawn(page);
};

/** The page asks again when its tab is shown again, as it does every ten seconds. */
const renew = async (page: Page): Promise<void> => {
  const answered = page.waitForResponse('**/api/**');
  await page.waitForTimeout(1_100);
  await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
  await answered;
  await page.waitForTimeout(500);
  await drawn(page);
};
