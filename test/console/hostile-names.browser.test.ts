import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { visibleText } from '../../console/words/visible-text.ts';
import { desktop, follow, phone } from './console-world.ts';
import { everyScreen } from './samples/every-screen.ts';
import { useConsole } from './use-console.ts';

const world = useConsole();

/** Markup, a path, a right-to-left override, an emoji of several parts, a thousand letters. */
const name = `../../<img src=x onerror=alert(1)>\u202Egpj.exe\n👩‍👩‍👧${'w'.repeat(1_000)}`;
const shown = visibleText(name);

const { work, upkeep } = everyScreen(name);

/** 1280 CSS pixels at 400 % zoom, as WCAG's reflow has it; 200 % of a phone is wider. */
const zoomed = { width: 320, height: 256 };

/** A figure once it is 0, or after as many frames as a page needs that follows its window. */
const lastOf = async (
  page: Page,
  figure: (width: number) => number,
  { width }: { width: number },
): Promise<number> => {
  let last = Number.NaN;
  for (let frame = 0; frame < 200 && last !== 0; frame++) {
    last = await page.evaluate(figure, width);
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => drawn()))');
  }
  return last;
};

/** By how many pixels the page is wider than its window. */
const excess = async (page: Page): Promise<number> => {
  const found: number[] = [];
  for (const size of [phone, desktop, zoomed]) {
    await page.setViewportSize(size);
    found.push(await lastOf(page, (width) => document.documentElement.scrollWidth - width, size));
  }
  return Math.max(...found);
};

/** Spaces out the page's texts as WCAG 1.4.12 has it. Its policy allows no style of a test's. */
const spaceOut = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
      word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
  });

/** Shows the page again as it was before it was spaced out and zoomed. */
const unspace = async (page: Page): Promise<void> => {
  await page.evaluate(() => {
    document.adoptedStyleSheets = [];
  });
  await page.setViewportSize(desktop);
};

/** Texts that are cut off: neither in the window nor in a part that can be scrolled. */
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const isCutOff = (element: Element): boolean => {
      const { left, right, width } = element.getBoundingClientRect();
      if (width <= 1) return false;
      for (let part = element.parentElement; part; part = part.parentElement) {
        const box = part.getBoundingClientRect();
        const { overflowX } = getComputedStyle(part);
        if (box.width <= 1 || /auto|scroll/.test(overflowX)) return false;
        if (/hidden|clip/.test(overflowX) && (left < box.left - 1 || right > box.right + 1))
          return true;
      }
      return left < -1 || right > window.innerWidth + 1;
    };
    const hasText = ({ childNodes }: Element): boolean =>
      [...childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
    return [...document.querySelectorAll('main *')]
      .filter((element) => element.checkVisibility() && hasText(element) && isCutOff(element))
      .map(({ textContent }) => textContent.slice(0, 60));
  });

describe('a hostile name', () => {
  it.each([
    ['work', work],
    ['upkeep', upkeep],
  ])(
    'is text on every screen of %s, and breaks none, zoomed and spaced out either',
    async (_section, all) => {
      const page = await world.open('/me');
      for (const { path, shows, answer, hasNames = true } of all) {
        answer(world.api);
        await unspace(page);
        await follow(page, path);
        await page.getByText(shows, { exact: true }).first().waitFor();
        if (hasNames) await page.getByText(shown).filter({ visible: true }).first().waitFor();
        const text = await page.locator('body').innerText();
        const found = {
          overrides: text.includes('\u202E') || (await page.title()).includes('\u202E'),
          elements: await page.locator('img[src="x"]').count(),
          excess: await excess(page),
        };
        expect({ path, ...found }).toEqual({ path, overrides: false, elements: 0, excess: 0 });
        await page.setViewportSize(zoomed);
        await spaceOut(page);
        expect({ path, cutOff: await cutOff(page) }).toEqual({ path, cutOff: [] });
      }
    },
  );
});
