import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { bundleForBrowser } from '../../../client/build/bundle.ts';
import { openPage, Site, startChromium } from '../chromium.ts';
import { FakeApi } from '../fake-api.ts';

const example = (file: string): string =>
  fileURLToPath(new URL(`../../../client/examples/${file}`, import.meta.url));

/** S3 and Uppy have no smaller parts. */
const partBytes = 5 * 1024 ** 2;

let browser: Browser;
let site: Site;
let api: FakeApi;
let context: BrowserContext;
let page: Page;
let folder: string;
let errors: string[];

beforeAll(async () => {
  browser = await startChromium();
  const files = {
    '/': readFileSync(example('uppy.html'), 'utf8'),
    '/uppy-page.js': await bundleForBrowser(example('uppy-page.ts')),
  };
  site = await new Site(files).start();
});
afterAll(async () => {
  await browser.close();
  await site.stop();
});
beforeEach(async () => {
  api = await new FakeApi().start();
  api.settings.partSizeBytes = partBytes;
  api.settings.multipartBytes = partBytes;
  folder = await mkdtemp(join(tmpdir(), 'keepsake-test-'));
  context = await browser.newContext();
  errors = [];
  page = await openPage(context, address(), errors);
});
afterEach(async () => {
  await context.close();
  await api.stop();
  await rm(folder, { recursive: true });
  expect(errors).toEqual([]);
});

const address = (more = ''): string => `${site.url}/?api=${encodeURIComponent(api.url)}${more}`;

const path = (): string => join(folder, 'film.mp4');

const newFile = async (sizeBytes: number): Promise<Buffer> => {
  const bytes = randomBytes(sizeBytes);
  await writeFile(path(), bytes);
  return bytes;
};

const upload = async (): Promise<void> => {
  await page.setInputFiles('#files', path());
  await page.click('#upload');
};

const result = (): Promise<string | null> => page.locator('#results li').first().textContent();
const onlyUpload = () => [...api.uploads.values()][0];

describe('Uppy’s AWS S3 plugin', () => {
  it('sends a small file in one PUT', async () => {
    const bytes = await newFile(100_000);
    await upload();
    expect(await result()).toMatch(/^film\.mp4: uploaded as upl_/);
    expect(api.has(onlyUpload()?.uploadId ?? '', bytes)).toBe(true);
    expect(api.count('PUT')).toBe(1);
  });

  it('sends a large file in parts, with progress, and tells its hash', async () => {
    const bytes = await newFile(partBytes * 3 + 1);
    await upload();
    expect(await result()).toMatch(/^film\.mp4: uploaded/);
    // Uppy tells its progress twice a second.
    await page.waitForFunction(
      () => (document.querySelector('#progress') as HTMLProgressElement).value === 100,
    );
    expect(onlyUpload()?.sha256).toBe(createHash('sha256').update(bytes).digest('base64'));
    expect(api.count('PUT')).toBe(4);
  });

  it('survives a connection that is cut', async () => {
    const bytes = await newFile(partBytes * 3);
    let cuts = 1;
    api.fault = ({ method }) => (method === 'PUT' && cuts-- > 0 ? 'cut' : undefined);
    await upload();
    expect(await result()).toMatch(/^film\.mp4: uploaded/);
    expect(api.has(onlyUpload()?.uploadId ?? '', bytes)).toBe(true);
    expect(api.count('PUT')).toBe(4);
  });

  it.each([
    ['hashed', ''],
    ['not hashed', '&hash=off'],
  ])('goes on after a reload with what is there: files in parts are %s', async (_, more) => {
    await page.goto(address(more));
    const bytes = await newFile(partBytes * 5);
    const never = new Promise<undefined>(() => undefined);
    api.fault = ({ method }) => (method === 'PUT' && api.count('PUT') > 2 ? never : undefined);
    await upload();
    await page.waitForFunction(
      () => (document.querySelector('#progress') as HTMLProgressElement).value >= 40,
    );
    await page.reload();
    api.fault = () => undefined;
    const there = onlyUpload()?.parts.size ?? 0;
    const before = api.count('PUT');
    await upload();
    expect(await result()).toMatch(/^film\.mp4: uploaded/);
    expect(there).toBe(2);
    expect(api.uploads.size).toBe(1);
    expect(api.count('PUT') - before).toBe(5 - there);
    expect(api.has(onlyUpload()?.uploadId ?? '', bytes)).toBe(true);
  });

  it('sends parts without checksums of them, where the client is told not to make any', async () => {
    await page.goto(address('&hash=off'));
    const bytes = await newFile(partBytes * 3);
    await upload();
    expect(await result()).toMatch(/^film\.mp4: uploaded/);
    expect(api.has(onlyUpload()?.uploadId ?? '', bytes)).toBe(true);
    const signed = api.seen.filter(({ path: asked }) => asked.endsWith('/parts'));
    expect(signed.length).toBeGreaterThan(0);
    expect(signed.filter(({ body }) => body.includes('crc64nvme'))).toEqual([]);
  });

  it('gives an upload up on the server when it is cancelled', async () => {
    await newFile(partBytes * 3);
    api.fault = ({ method }) =>
      method === 'PUT' ? new Promise<undefined>(() => undefined) : undefined;
    await upload();
    while (api.count('PUT') === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await page.click('#cancel');
    while (api.uploads.size > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(api.count('DELETE')).toBe(1);
  });

  it('says why a file is refused', async () => {
    await newFile(100_000);
    api.fault = ({ method, path: asked }) =>
      method === 'POST' && asked === '/uploads'
        ? { status: 400, body: JSON.stringify({ detail: 'contentType: must be one of …' }) }
        : undefined;
    await upload();
    expect(await result()).toBe('film.mp4: contentType: must be one of …');
  });
});
