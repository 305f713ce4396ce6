import { expect } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { buildConsole } from '../../lib/operations/console-build.ts';
import { ConsoleServer } from '../../tools/console/console-server.ts';
import { violationsOn } from '../browser/accessibility.ts';
import { KeptTab, type Look } from '../browser/kept-tab.ts';
import { startChromium } from '../client/chromium.ts';
import { CannedApi } from './canned-api.ts';

export const phone = { width: 390, height: 844 };
export const desktop = { width: 1440, height: 900 };

type Groups = 'admin' | 'viewer' | 'nobody';

const part = (claims: object): string => Buffer.from(JSON.stringify(claims)).toString('base64url');

/** An access token as the console reads it: its claims only. */
export const tokenOf = (group: Groups, serial = 1): string =>
  `${part({ alg: 'none' })}.${part({ sub: 'you', email: 'you@example.com', 'cognito:groups': [group], serial })}.none`;

/** How a page is opened. */
export type View = Partial<Look> & {
  /** E.g. `Asia/Kolkata`. Needs a profile of its own. */
  timezoneId?: string;
  /** True: in a profile of its own, as a clock needs it. */
  isAlone?: true;
};

type AloneLook = Look & { timezoneId: string | undefined };
type Started = { browser: Browser; server: ConsoleServer; tab: KeptTab };

/** One console in one browser, before canned answers. */
export class ConsoleWorld {
  api = new CannedApi();
  /** The group of the operator who signs in next. */
  group: Groups = 'admin';
  /** Counts tokens handed out: each is another one. */
  tokens = 0;
  /** Uncaught errors, console errors and violations of the content security policy. */
  readonly faults: string[] = [];
  #started: Started | undefined;
  #isTabUsed = false;
  #contexts: BrowserContext[] = [];

  async start(): Promise<void> {
    const [browser, folder] = await Promise.all([startChromium(), buildConsole()]);
    const server = await new ConsoleServer({
      folder,
      config: {
        stage: 'prod',
        signIn: { kind: 'local' },
        adminGroup: 'admin',
        viewerGroup: 'viewer',
      },
      fileOrigins: [],
      getToken: async () => {
        this.tokens += 1;
        return tokenOf(this.group, this.tokens);
      },
      api: (request, response, path) => this.api.handle(request, response, path),
    }).start();
    const tab = await KeptTab.open(browser, (page) => this.#watch(page));
    this.#started = { browser, server, tab };
  }

  async stop(): Promise<void> {
    await this.#started?.browser.close();
    await this.#started?.server.stop();
  }

  get #running(): Started {
    if (!this.#started) throw new Error('The console has not started.');
    return this.#started;
  }

  /** Before each test: other answers, no open pages, no faults. */
  reset(): void {
    this.api = new CannedApi();
    this.group = 'admin';
    this.faults.length = 0;
  }

  /** After each test. */
  async closePages(): Promise<void> {
    await Promise.all(this.#contexts.map((context) => context.close()));
    this.#contexts = [];
    if (this.#isTabUsed) await this.#running.tab.clear(`${this.origin}/icon.svg`);
    this.#isTabUsed = false;
  }

  get origin(): string {
    return this.#running.server.origin;
  }

  /** A page at this path, signed in: loaded anew, with nothing of other tests in its profile. */
  async open(path: string, view: View = {}): Promise<Page> {
    const { theme = 'light', viewport = desktop, timezoneId, isAlone } = view;
    const { server, tab } = this.#running;
    const url = new URL(path.slice(1), server.signedInUrl).href;
    if (isAlone || timezoneId !== undefined || this.#isTabUsed)
      return this.#openAlone(url, { theme, viewport, timezoneId });
    this.#isTabUsed = true;
    return tab.show(url, { theme, viewport });
  }

  async #openAlone(url: string, { theme, viewport, timezoneId }: AloneLook): Promise<Page> {
    const context = await this.#running.browser.newContext({
      colorScheme: theme,
      viewport,
      reducedMotion: 'reduce',
      ...(timezoneId !== undefined && { timezoneId }),
    });
    this.#contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    this.#watch(page);
    await page.goto(url);
    return page;
  }

  /** A new browser profile that never saw the signed-in address. */
  async openSignedOut(path: string): Promise<Page> {
    const context = await this.#running.browser.newContext({ viewport: desktop });
    this.#contexts.push(context);
    const page = await context.newPage();
    await page.goto(`${this.origin}${path}`);
    return page;
  }

  #watch(page: Page): void {
    page.on('pageerror', (error) => this.faults.push(`uncaught: ${error}`));
    page.on('console', (message) => {
      if (message.type() !== 'error' || isAnswer(message.text())) return;
      this.faults.push(`console: ${message.text()} ${message.location().url}`);
    });
  }
}

const push = (page: Page, path: string): Promise<void> =>
  page.evaluate((to) => {
    window.history.pushState({ idx: window.history.length }, '', to);
    window.dispatchEvent(new PopStateEvent('popstate'));
  }, path);

/**
 * Leads a loaded console to another path, as a link does. The router shows the last screen until
 * it has the next one, so the way leads over a page that has nothing of either.
 */
export const follow = async (page: Page, path: string): Promise<void> => {
  await push(page, '/nowhere');
  await page.getByText('There is no such page').waitFor();
  await push(page, path);
};

/** Chromium reports every answer from 400 on as an error of the console. The test asked for it. */
const isAnswer = (text: string): boolean => /^Failed to load resource: .*status of [45]/.test(text);

/** Fails if axe finds a violation of WCAG 2.2 AA on the page. */
export const expectAccessible = async (page: Page): Promise<void> => {
  const violations = await violationsOn(page);
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`),
  ).toEqual([]);
};
