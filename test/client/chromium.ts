import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { hangUp, listen, urlOf } from '../listening.ts';

const full = '/usr/bin/chromium';

/** The same browser without its window: a third less processor. `.ci/run` installs it. */
const shell = '/usr/bin/chromium-headless-shell';

const executablePath = process.env.CHROMIUM_PATH ?? (existsSync(shell) ? shell : full);

/** A real browser without a window. */
export const startChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });

/** Serves text files from a loopback address of its own: the site whose pages upload. */
export class Site {
  readonly #server: Server;

  constructor(files: Record<string, string>, headers: Record<string, string> = {}) {
    this.#server = createServer((request, response) => {
      const text = files[new URL(request.url ?? '', 'http://site').pathname];
      const type = request.url?.endsWith('.js') ? 'text/javascript' : 'text/html';
      response
        .writeHead(text === undefined ? 404 : 200, {
          ...headers,
          'content-type': `${type}; charset=utf-8`,
        })
        .end(text);
    });
  }

  async start(): Promise<this> {
    await listen(this.#server);
    return this;
  }

  async stop(): Promise<void> {
    await hangUp(this.#server);
  }

  get url(): string {
    return urlOf(this.#server);
  }
}

/** Opens a page and collects its uncaught errors. */
export const openPage = async (
  context: BrowserContext,
  url: string,
  errors: string[],
): Promise<Page> => {
  const page = await context.newPage();
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(url);
  return page;
};
