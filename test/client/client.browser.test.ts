import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { browserEntry, bundleForBrowser } from '../../client/build/bundle.ts';
import { openPage, Site, startChromium } from './chromium.ts';
import { FakeApi } from './fake-api.ts';
import { describeUploadField } from './react/describe-upload-field.ts';

const html = `<!doctype html><input type="file" multiple>
<script type="module">
  import { createClient } from '/client.js';
  window.start = (baseUrl, options = {}) => {
    const settings = { token: 'kst_test', retry: { baseMs: 1 }, hashFirstBytes: 20_000 };
    const keepsake = createClient({ baseUrl, ...settings, ...options });
    const [file] = document.querySelector('input').files;
    window.progress = [];
    window.stop = new AbortController();
    const onProgress = (step) => window.progress.push(step);
    const { signal } = window.stop;
    const failed = ({ name, type, status }) => ({ error: { name, type, status } });
    window.result = keepsake
      .upload(file, { category: 'video', contentType: 'video/mp4', onProgress, signal })
      .then((upload) => ({ upload }), failed);
  };
</script>`;

const partBytes = 300_000;
let browser: Browser;
let site: Site;
let api: FakeApi;
let context: BrowserContext;
let page: Page;
let folder: string;
let errors: string[];

beforeAll(async () => {
  browser = await startChromium();
  site = await new Site({ '/': html, '/client.js': await bundleForBrowser(browserEntry) }).start();
});
afterAll(async () => {
  await browser.close();
  await site.stop();
});
beforeEach(async () => {
  api = await new FakeApi().start();
  api.settings.partSizeBytes = partBytes;
  folder = await mkdtemp(join(tmpdir(), 'keepsake-test-'));
  context = await browser.newContext();
  errors = [];
  page = await openPage(context, site.url, errors);
});
afterEach(async () => {
  await context.close();
  await api.stop();
  await rm(folder, { recursive: true });
  expect(errors).toEqual([]);
});

/** A new file, chosen on the page. */
const choose = async (sizeBytes: number): Promise<Buffer> => {
  const bytes = randomBytes(sizeBytes);
  await writeFile(join(folder, 'film.mp4'), bytes);
  await page.setInputFiles('input', join(folder, 'film.mp4'));
  return bytes;
};

type Result = {
  upload?: { uploadId: string; status: string; sha256: string };
  error?: { name: string; type: string; status: number };
};
type Window = {
  start: (url: string, options?: object) => void;
  result: Promise<Result>;
  progress: { phase: string; sentBytes: number }[];
  stop: AbortController;
};

const start = (options: object = {}) =>
  page.evaluate(
    ([url, more]) => (window as unknown as Window).start(url as string, more as object),
    [api.url, options],
  );
const result = () => page.evaluate(() => (window as unknown as Window).result);
const progress = () => page.evaluate(() => (window as unknown as Window).progress);

const uploadFile = async (options: object = {}) => {
  await start(options);
  const { upload } = await result();
  return upload ?? { uploadId: 'none', status: 'none', sha256: '' };
};

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64');

describe('in a browser, a file', () => {
  it('that is small goes in one PUT', async () => {
    const bytes = await choose(5_000);
    const { uploadId, status } = await uploadFile();
    expect(status).toBe('uploaded');
    expect(api.has(uploadId, bytes)).toBe(true);
    expect(api.count('PUT')).toBe(1);
  });

  it('that is large goes in parts, each with its checksum, and its hash comes from a worker', async () => {
    const bytes = await choose(partBytes * 5 + 1);
    const { uploadId, sha256: hash } = await uploadFile();
    expect(api.has(uploadId, bytes)).toBe(true);
    expect(hash).toBe(sha256(bytes));
    expect(api.count('PUT')).toBe(6);
  });

  it('that is not hashed goes in parts without checksums', async () => {
    const bytes = await choose(partBytes * 5 + 1);
    const { uploadId } = await uploadFile({ hashParts: false });
    expect(api.has(uploadId, bytes)).toBe(true);
    expect(api.seen.filter(({ body }) => /crc64nvme|sha256/.test(body))).toEqual([]);
  });

  it('shows its progress, which never goes back', async () => {
    await choose(partBytes * 5);
    await uploadFile();
    const sent = (await progress()).map(({ sentBytes }) => sentBytes);
    expect(sent).toEqual(sent.toSorted((a, b) => a - b));
    expect(new Set(sent).size).toBeGreaterThan(4);
    expect(sent.at(-1)).toBe(partBytes * 5);
  });

  it('survives connections that are cut', async () => {
    const bytes = await choose(partBytes * 5);
    let cuts = 3;
    api.fault = ({ method }) => (method === 'PUT' && cuts-- > 0 ? 'cut' : undefined);
    const { uploadId } = await uploadFile();
    expect(api.has(uploadId, bytes)).toBe(true);
  });

  it('is resumed after a reload: parts that arrived are not sent again', async () => {
    const bytes = await choose(partBytes * 8);
    const never = new Promise<undefined>(() => undefined);
    api.fault = ({ method }) => (method === 'PUT' && api.count('PUT') > 3 ? never : undefined);
    await start();
    await page.waitForFunction(
      (most) => (window as unknown as Window).progress.some(({ sentBytes }) => sentBytes > most),
      partBytes * 3,
    );
    await page.reload();
    api.fault = () => undefined;
    const [uploadId = ''] = api.uploads.keys();
    const there = api.uploads.get(uploadId)?.parts.size ?? 0;
    const before = api.count('PUT');
    await page.setInputFiles('input', join(folder, 'film.mp4'));
    const upload = await uploadFile();
    expect(upload.uploadId).toBe(uploadId);
    expect(there).toBe(3);
    expect(api.count('PUT') - before).toBe(8 - there);
    expect(api.has(uploadId, bytes)).toBe(true);
  });

  it('is deleted on the server by an abort', async () => {
    await choose(partBytes * 5);
    api.fault = ({ method }) =>
      method === 'PUT' ? new Promise<undefined>(() => undefined) : undefined;
    await start();
    await page.waitForFunction(() =>
      (window as unknown as Window).progress.some(({ phase }) => phase === 'sending'),
    );
    await page.evaluate(() => (window as unknown as Window).stop.abort());
    expect((await result()).error?.name).toBe('AbortError');
    expect(api.uploads.size).toBe(0);
  });

  it('that two tabs send stays when one of them gives it up', async () => {
    const bytes = await choose(partBytes * 4);
    const mayGoOn = Promise.withResolvers<undefined>();
    api.fault = ({ method }) => (method === 'PUT' ? mayGoOn.promise : undefined);
    await start();
    while (api.count('PUT') === 0) await sleep(10);
    const first = page;
    page = await openPage(context, site.url, errors);
    await page.setInputFiles('input', join(folder, 'film.mp4'));
    await start();
    while (api.count('GET /uploads/') < 2) await sleep(10);
    await first.evaluate(() => (window as unknown as Window).stop.abort());
    await first.evaluate(() => (window as unknown as Window).result);
    mayGoOn.resolve(undefined);
    expect(api.has((await result()).upload?.uploadId ?? 'none', bytes)).toBe(true);
    expect(api.count('DELETE')).toBe(0);
    expect(api.uploads.size).toBe(1);
  });

  it.each([
    ['a small', 5_000],
    ['a large', partBytes * 4],
  ])('that was removed from the disk, %s one, fails at once and says why', async (_, size) => {
    await choose(size);
    await rm(join(folder, 'film.mp4'));
    await start();
    expect((await result()).error).toMatchObject({
      type: 'urn:keepsake:problem:file-unreadable',
      status: 0,
    });
  });

  it('that is removed from the disk while it is sent is not waited for', async () => {
    await choose(partBytes * 40);
    const mayGoOn = Promise.withResolvers<undefined>();
    api.fault = ({ method }) => (method === 'PUT' ? mayGoOn.promise : undefined);
    await start();
    while (api.count('PUT') === 0) await sleep(10);
    await rm(join(folder, 'film.mp4'));
    mayGoOn.resolve(undefined);
    expect((await result()).error?.type).toBe('urn:keepsake:problem:file-unreadable');
  });

  it('that is refused fails with a problem', async () => {
    await choose(5_000);
    api.fault = ({ method }) =>
      method === 'POST'
        ? {
            status: 400,
            body: JSON.stringify({ type: 'urn:keepsake:problem:invalid-input', detail: 'no' }),
          }
        : undefined;
    await start();
    expect((await result()).error).toEqual({
      name: 'KeepsakeProblem',
      type: 'urn:keepsake:problem:invalid-input',
      status: 400,
    });
  });
});

describe('on a page whose policy allows', () => {
  it.each([
    ['no workers', "worker-src 'none'"],
    ['no WebAssembly', "script-src 'self' 'unsafe-inline' blob:"],
  ])('%s a large file is hashed all the same', async (_, policy) => {
    const files = { '/': html, '/client.js': await bundleForBrowser(browserEntry) };
    const strict = await new Site(files, { 'content-security-policy': policy }).start();
    page = await openPage(context, strict.url, errors);
    const bytes = await choose(partBytes * 3);
    const { sha256: hash } = await uploadFile();
    await strict.stop();
    expect(hash).toBe(sha256(bytes));
  });
});

describeUploadField(() => ({ context, api, folder }));
