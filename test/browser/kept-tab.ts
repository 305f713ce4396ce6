import type { Browser, BrowserContext, Page, ViewportSize } from 'playwright-core';

/** How a tab shows pages. */
export type Look = { theme: 'light' | 'dark'; viewport: ViewportSize };

const desktop: Look = { theme: 'light', viewport: { width: 1280, height: 720 } };

/** A clock of Playwright's belongs to the profile and outlasts the page. */
const refuseClock = (page: Page): void => {
  Object.defineProperty(page, 'clock', {
    get: () => {
      throw new Error('This tab is shared. Open a profile of its own: `{ isAlone: true }`.');
    },
  });
};

/**
 * A tab that the tests of a file use one after the other. A page in a new profile costs four times
 * the processor time of a page in a tab that knows its scripts, styles and fonts. Between tests the
 * tab is at a page without scripts, and its profile has no cookies and stores nothing.
 */
export class KeptTab {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  /** `watch` is called with the tab before its first page. */
  static async open(browser: Browser, watch: (page: Page) => void): Promise<KeptTab> {
    const context = await browser.newContext({ reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    refuseClock(page);
    watch(page);
    return new KeptTab(page);
  }

  /** Whose profile it is: for more tabs of it, which the test closes. */
  get context(): BrowserContext {
    return this.#page.context();
  }

  /** The tab at this address. */
  async show(url: string, { theme, viewport }: Look = desktop): Promise<Page> {
    await this.#page.setViewportSize(viewport);
    await this.#page.emulateMedia({ media: null, colorScheme: theme });
    await this.#page.goto(url);
    return this.#page;
  }

  /** `emptyUrl`: a page without scripts, of the origin whose pages were shown. */
  async clear(emptyUrl: string): Promise<void> {
    await this.#page.goto(emptyUrl);
    await this.#page.evaluate(() => {
      localStorage.clear();
      sessionStorage.clear();
    });
    await this.#page.context().clearCookies();
  }
}
