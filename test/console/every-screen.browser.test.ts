import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { screens } from '../../console/app/screens.ts';
import { problem } from './canned-api.ts';
import { expectAccessible, follow, phone } from './console-world.ts';
import { everyScreen, type ScreenSample } from './samples/every-screen.ts';
import { answerOverview } from './samples/overview.ts';
import { useConsole } from './use-console.ts';

const world = useConsole();

const { work, upkeep } = everyScreen('holiday.jpg');
const sections = [
  ['work', work],
  ['upkeep', upkeep],
] as const;

const shown = (page: Page, { shows }: ScreenSample): Promise<void> =>
  page.getByText(shows, { exact: true }).first().waitFor();

/** Buttons that change nothing but the page. */
const looking =
  /^(Copy |Show the file$|Renew the list$|Sign out$|As this|Light$|Dark$|$)|: choose a day$/;

/** Every button that changes something. */
const changing = [
  ...['Cancel', 'Drop selected', 'End as failed', 'Erase', 'Keep without an order'],
  ...['Look again', 'Look first', 'Look for orphans', 'Look for waiting orders', 'Make a link'],
  ...['Mark as decided', 'New batch', 'Pause', 'Point elsewhere', 'Preview rollback'],
  ...['Put on record', 'Remove', 'Remove copies', 'Remove orphans', 'Repair'],
  ...['Replace the file', 'Resume', 'Revoke', 'Roll back'],
  ...['Send again', 'Send all back', 'Start', 'Try again', 'Try selected again'],
  'Verify',
];

/** The buttons on the page's own part that are no menus: their names, and why they are locked. */
const buttonsOf = (page: Page) =>
  page.locator('main button:not([aria-haspopup])').evaluateAll((buttons) =>
    buttons.map((button) => {
      const described = button.getAttribute('aria-describedby')?.split(' ') ?? [];
      const why = described.map((id) => document.getElementById(id)?.textContent).join(' ');
      const isLocked = button.matches('[disabled], [aria-disabled=true]');
      const name = button.getAttribute('aria-label') ?? button.textContent.replace(why, '');
      return { name, isLocked, why };
    }),
  );

describe('a viewer', () => {
  const locked = new Set<string>();

  it.each(sections)('changes nothing on any screen of %s, and is told why', async (_, all) => {
    world.group = 'viewer';
    const page = await world.open('/me');
    for (const sample of all) {
      const { path, answer } = sample;
      answer(world.api);
      await follow(page, path);
      await shown(page, sample);
      const buttons = (await buttonsOf(page)).filter(({ name }) => !looking.test(name));
      const wrong = buttons.filter(({ isLocked, why }) => !(isLocked && /a viewer/.test(why)));
      expect({ path, wrong }).toEqual({ path, wrong: [] });
      for (const { name } of buttons) locked.add(name);
      await page.locator('main [aria-disabled=true]').evaluateAll((buttons) => {
        for (const button of buttons) if (button instanceof HTMLElement) button.click();
      });
      expect(await page.getByRole('dialog').count()).toBe(0);
      await expectAccessible(page);
    }
  });

  it('finds every button that changes something locked', () => {
    expect([...locked].toSorted()).toEqual(changing);
  });

  it('is shown every screen there is', () => {
    const paths = [...work, ...upkeep].map(({ path }) => path.replace(/[?#].*/, ''));
    const unseen = screens.filter(({ path }) => {
      const pattern = new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`);
      return !paths.some((known) => pattern.test(known));
    });
    expect(unseen).toEqual([]);
  });
});

/** Puts the tab in the background, or back, as far as its page can tell. */
const setVisibility = (page: Page, visibility: 'hidden' | 'visible'): Promise<void> =>
  page.evaluate((state) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: state });
    window.dispatchEvent(new Event('visibilitychange'));
  }, visibility);

describe.each(sections)('every screen of %s', (_, all) => {
  it('is there after a reload and the back button, and asks nothing in a hidden tab', async () => {
    answerOverview(world.api).answer('GET /dead-letters', { body: { queues: [] } });
    const page = await world.open('/me', { isAlone: true, theme: 'dark', viewport: phone });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.clock.install();
    for (const sample of all) {
      const address = `${world.origin}${sample.path}`;
      sample.answer(world.api);
      await follow(page, sample.path);
      await shown(page, sample);
      await page.reload();
      await shown(page, sample);
      await expectAccessible(page);
      await page.getByRole('link', { name: 'Keepsake · prod' }).click();
      await page.getByText('Kept for good').waitFor();
      await page.goBack();
      await shown(page, sample);
      expect(page.url()).toBe(address);
      await setVisibility(page, 'hidden');
      asked.length = 0;
      await page.clock.fastForward('10:00');
      expect({ address, asked }).toEqual({ address, asked: [] });
      await setVisibility(page, 'visible');
    }
  });

  it('says that the API is slow, throttled and down, and is never blank', async () => {
    const page = await world.open('/me', { isAlone: true, theme: 'dark', viewport: phone });
    await page.clock.install();
    for (const sample of all) {
      const { path, hasNames: asks = true } = sample;
      const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
      const throttled = problem(429, 'throttled', 'Slow down.');
      world.api.everything = () => answered.then(() => throttled);
      await page.goto(`${world.origin}${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      if (asks) {
        await page.getByText('Loading').first().waitFor();
        await page.clock.fastForward('00:06');
        await page.getByText('The API is slow').first().waitFor();
      } else await shown(page, sample);
      answer();
      if (asks) await page.getByText('Too many requests').first().waitFor();
      world.api.everything = problem(503, 'unavailable', 'No.');
      if (asks) await page.getByRole('button', { name: 'Try again' }).first().click();
      if (asks) await page.getByText('The API does not answer').first().waitFor();
    }
  });
});
