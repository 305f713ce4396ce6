import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { bundleForBrowser } from '../../../client/build/bundle.ts';
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

  async start(): Promise<this> {
    this.browser = await startChromium();
    const files = {
      '/': readFileSync(example('uppy.html'), 'utf8'),
      '/uppy-page.js': await bundleForBrowser(example('uppy-page.ts')),
    };
    this.site = await new Site(files).start();
    return this;
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.site.stop();
  }
}

/** One person's browser with the example page, a server, and a folder of files. */
export class UppyWorld {
  api!: FakeApi;
  context!: BrowserContext;
  page!: Page;
  folder = '';
  /** Uncaught errors of all pages. */
  readonly errors: string[] = [];
  readonly #site: UppySite;

  constructor(site: UppySite) {
    this.#site = site;
  }

  async start(): Promise<this> {
    this.api = await new FakeApi().start();
    Object.assign(this.api.settings, { partSizeBytes: partBytes, multipartBytes: partBytes });
    this.folder = await mkdtemp(join(tmpdir(), 'keepsake-test-'));
    this.context = await this.#site.browser.newContext();
    this.page = await this.openTab();
    return this;
  }

  async stop(): Promise<void> {
    await this.context.close();
    await this.api.stop();
    await rm(this.folder, { recursive: true });
    expect(this.errors).toEqual([]);
  }

  /** Another tab of the same browser. */
  openTab(): Promise<Page> {
    return openPage(this.context, this.address(), this.errors);
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
