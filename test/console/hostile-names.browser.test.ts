import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { visibleText } from '../../console/words/visible-text.ts';
import { desktop, phone } from './console-world.ts';
import { everyScreen } from './samples/every-screen.ts';
import { useConsole } from './use-console.ts';

const world = useConsole();

/** Markup, a path, a right-to-left override, an emoji of several parts, a thousand letters. */
const name = `../../<img src=x onerror=alert(1)>\u202Egpj.exe\n👩‍👩‍👧${'w'.repeat(1_000)}`;
const shown = visibleText(name);

const { work, upkeep } = everyScreen(name);

/** By how many pixels the page is wider than its window. */
const excess = async (page: Page): Promise<number> => {
  await page.setViewportSize(phone);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  await page.setViewportSize(desktop);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  return Math.max(width - phone.width, wide - desktop.width);
};

describe('a hostile name', () => {
  it.each([
    ['work', work],
    ['upkeep', upkeep],
  ])('is text on every screen of %s, and breaks none', async (_section, all) => {
    const page = await world.open('/me');
    for (const { path, shows, answer, hasNames = true } of all) {
      answer(world.api);
      await page.goto(`${world.origin}${path}`);
      await page.getByText(shows, { exact: true }).first().waitFor();
      if (hasNames) await page.getByText(shown).filter({ visible: true }).first().waitFor();
      const text = await page.locator('body').innerText();
      const found = {
        overrides: text.includes('\u202E') || (await page.title()).includes('\u202E'),
        elements: await page.locator('img[src="x"]').count(),
        excess: await excess(page),
      };
      expect({ path, ...found }).toEqual({ path, overrides: false, elements: 0, excess: 0 });
    }
  });
});
