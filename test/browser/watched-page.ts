import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { violationsOn } from './accessibility.ts';

/**
 * Resolves once the page shows its theme: scripts that follow it have drawn again, and colours
 * have faded. A spinner turns for ever.
 */
const settled = `new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
  .then(() => Promise.allSettled(document.getAnimations()
    .filter((one) => one.effect.getComputedTiming().iterations !== Infinity)
    .map((one) => one.finished)))
  .then(() => true)`;

/** Longer than any step takes on a busy machine. */
const patienceMs = 120_000;

/**
 * A page of a real browser, and what it complained about: uncaught errors, and errors in its
 * console, among which are violations of its content security policy.
 */
export class WatchedPage {
  readonly page: Page;
  readonly complaints: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(patienceMs);
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
  }

  /** Opens an address in a new tab. */
  static async open(context: BrowserContext, url: string): Promise<WatchedPage> {
    const watched = new WatchedPage(await context.newPage());
    await watched.page.goto(url);
    return watched;
  }

  /** What hinders people here (WCAG 2.2 AA), in each theme, e.g. `dark color-contrast #a`. */
  async hindrances(): Promise<string[]> {
    const found: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await this.page.emulateMedia({ colorScheme });
      await this.page.evaluate(settled);
      for (const { id, nodes } of await violationsOn(this.page))
        found.push(...nodes.map(({ target }) => `${colorScheme} ${id} ${target.join(' ')}`));
    }
    return found;
  }

  /** Resolves once an expression holds in the page, whatever its policy forbids. */
  async until(expression: string): Promise<void> {
    for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(20))
      if (await this.page.evaluate(`Boolean(${expression})`)) return;
    throw new Error(`This never held in the page: ${expression}`);
  }

  /** Resolves once the page shows such an element; its text. */
  async textOf(selector: string): Promise<string> {
    const shown = this.page.locator(selector).first();
    await shown.waitFor();
    return (await shown.textContent()) ?? 'nothing';
  }
}
