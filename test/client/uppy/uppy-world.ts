import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { bundleForBrowser } from '../../../client/build/bundle.ts';
import { KeptTab } from '../../browser/kept-tab.ts';
import { openPage, Site, startChromium } from '../chromium.ts';
import type { Stored } from '../fake-answers.ts';
import { FakeApi } from '../fake-api.ts';

const example = (file: string): string =>
  fileURLToPath(new URL(`../../../client/examples/${file}`, import.meta.url));

/** S3 and Uppy have no smaller parts. */
export const partBytes = 5 * 1024 ** 2;

/** A Chromium and the site with the example page. */
export class UppySite {
  browser!: Browser;
  site!: Site;
  tab!: KeptTab;
  /** Uncaught errors of the tab. */
  readonly errors: string[] = [];

  async start(): Promise<this> {
    this.browser = await startChromium();
    const files = {
      '/': readFileSync(example('uppy.html'), 'utf8'),
      '/uppy-page.js': await bundleForBrowser(example('uppy-page.ts')),
      '/empty': '<!doctype html>',
    };
    this.site = await new Site(files).start();
    this.tab = await KeptTab.open(this.browser, (page) =>
      page.on('pageerror', (error) => this.errors.push(String(error))),
    );
    return this;
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.site.stop();
  }
}

/** One person's tab with the example page, a server, and a folder of files. */
export class UppyWorld {
  api!: FakeApi;
  context!: BrowserContext;
  page!: Page;
  folder = '';
  /** Uncaught errors of all pages. */
  readonly errors: string[];
  readonly #site: UppySite;
  readonly #more: (Page | BrowserContext)[] = [];

  constructor(site: UppySite) {
    this.#site = site;
    this.errors = site.errors;
    this.errors.length = 0;
  }

  async start(): Promise<this> {
    this.api = await new FakeApi().start();
    Object.assign(this.api.settings, { partSizeBytes: partBytes, multipartBytes: partBytes });
    this.folder = await mkdtemp(join(tmpdir(), 'keepsake-test-'));
    this.context = this.#site.tab.context;
    this.page = await this.#site.tab.show(this.address());
    return this;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#more.map((one) => one.close()));
    await this.#site.tab.clear(`${this.#site.site.url}/empty`);
    await this.api.stop();
    await rm(this.folder, { recursive: true });
    expect(this.errors).toEqual([]);
  }

  /** Another tab of the same browser. */
  async openTab(): Promise<Page> {
    const page = await openPage(this.context, this.address(), this.errors);
    this.#more.push(page);
    return page;
  }

  /** Goes on in a profile of this test's own, for what would outlast a page. */
  async moveToOwnProfile(): Promise<void> {
    this.context = await this.#site.browser.newContext();
    this.#more.push(this.context);
    this.page = await openPage(this.context, this.address(), this.errors);
  }

  address(more = ''): string {
    return `${this.#site.site.url}/?api=${encodeURIComponent(this.api.url)}${more}`;
  }

  async newFile(sizeBytes: number, name = 'film.mp4'): Promise<Buffer> {
    const bytes = randomBytes(sizeBytes);
    await writeFile(join(this.folder, name), bytes);
    return bytes;
  }

  /** Chooses files and starts to upload them. */
  async upload(page = this.page, ...names: string[]): Promise<void> {
    const chosen = names.length > 0 ? names : ['film.mp4'];
    await page.setInputFiles(
      '#files',
      chosen.map((name) => join(this.folder, name)),
    );
    await page.click('#upload');
  }

  /** The first line of results. */
  result(page = this.page): Promise<string | null> {
    return page.locator('#results li').first().textContent();
  }

  /** Resolves when the page shows at least so much progress. */
  async progress(percent: number, page = this.page): Promise<void> {
    await page.waitForFunction(
      (least) => (document.querySelector('#progress') as HTMLProgressElement).value >= least,
      percent,
    );
  }

  get onlyUpload(): Stored | undefined {
    return [...this.api.uploads.values()][0];
  }

  /** Whether the server has exactly one upload, with these bytes. */
  hasOnly(bytes: Buffer): boolean {
    return this.api.uploads.size === 1 && this.api.has(this.onlyUpload?.uploadId ?? 'none', bytes);
  }

  /** PUT requests from now on get no answer. */
  holdPuts(): void {
    this.api.fault = ({ method }) =>
      method === 'PUT' ? new Promise<undefined>(() => undefined) : undefined;
  }
}

/** Resolves once a condition holds. */
export const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
};
