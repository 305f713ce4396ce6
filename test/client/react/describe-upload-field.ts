import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { BrowserContext } from 'playwright-core';
import { bundleForBrowser } from '../../../client/build/bundle.ts';
import { WatchedPage } from '../../browser/watched-page.ts';
import { Site } from '../chromium.ts';
import type { FakeApi } from '../fake-api.ts';

const html = `<!doctype html><html lang="en"><title>Films</title><main></main>
<script type="module" src="/page.js"></script>`;

/** The surroundings of one test. */
export type World = { context: BrowserContext; api: FakeApi; folder: string };

const never = new Promise<undefined>(() => undefined);

/** Tests of `@keepsake/react` in a browser that is open. */
export const describeUploadField = (world: () => World): void =>
  describe('the field of @keepsake/react', () => {
    let site: Site;
    let watched: WatchedPage;

    beforeAll(async () => {
      const page = await bundleForBrowser(fileURLToPath(new URL('field-page.ts', import.meta.url)));
      site = await new Site({ '/': html, '/page.js': page }).start();
    });
    afterAll(() => site.stop());
    beforeEach(async () => {
      const { context, api } = world();
      watched = await WatchedPage.open(context, `${site.url}/?api=${api.url}`);
    });
    afterEach(() =>
      expect(watched.complaints.filter((text) => !/status of/.test(text))).toEqual([]),
    );

    const films = async (...names: string[]): Promise<Buffer[]> => {
      const paths = names.map((name) => join(world().folder, name));
      const bytes = names.map(() => randomBytes(900_000));
      await Promise.all(paths.map((path, index) => writeFile(path, bytes[index] ?? '')));
      await watched.page.getByLabel('Your films').setInputFiles(paths);
      return bytes;
    };
    const seen = (text: string) => watched.page.getByText(text).waitFor();
    const button = (name: string) => watched.page.getByRole('button', { name });
    const told = () => watched.page.evaluate(() => window.told);
    /** A film that was refused; another try is not. */
    const oneFailed = async (): Promise<void> => {
      const { api } = world();
      api.fault = ({ path }) => (path === '/uploads' ? { status: 400, body: '{}' } : undefined);
      await films('one.mp4');
      await seen('0 of 1 files uploaded, 1 failed');
      api.fault = () => undefined;
    };

    it('sends what is chosen, tells it as an order takes it, and hinders nobody', async () => {
      const { api } = world();
      const [first] = await films('one.mp4', 'two.mp4');
      await seen('2 of 2 files uploaded');
      const [one, two] = await told();
      expect([one, two]).toMatchObject([
        { role: 'film', required: true },
        { role: 'film', required: true },
      ]);
      expect(api.has(`${one?.uploadId}`, first as Buffer)).toBe(true);
      expect(await watched.hindrances()).toEqual([]);
    });

    it('sends from a page of plain http, where browsers give out no random ids', async () => {
      await watched.page.evaluate('delete Crypto.prototype.randomUUID');
      await films('one.mp4', 'two.mp4');
      await seen('2 of 2 files uploaded');
      expect(await told()).toHaveLength(2);
    });

    it('shows the progress of a file that is on its way, by the file’s name', async () => {
      const { api } = world();
      api.fault = ({ method }) => (method === 'PUT' && api.count('PUT') > 2 ? never : undefined);
      await films('one.mp4');
      const bar = watched.page.getByRole('progressbar', { name: 'Progress of one.mp4' });
      await watched.until("document.querySelector('progress')?.value > 0");
      expect(Number(await bar.getAttribute('value'))).toBeGreaterThan(0);
      await seen('0 of 1 files uploaded');
      expect(await watched.hindrances()).toEqual([]);
    });

    it('sends a file again that failed', async () => {
      await oneFailed();
      await button('Send one.mp4 again').click();
      await seen('1 of 1 files uploaded');
    });

    it('deletes what is removed, on its way and uploaded, and tells it', async () => {
      const { api } = world();
      await films('one.mp4');
      await seen('1 of 1 files uploaded');
      api.fault = ({ method }) => (method === 'PUT' ? never : undefined);
      await films('two.mp4');
      await watched.until("document.querySelector('progress') !== null");
      await button('Remove two.mp4').click();
      await button('Remove one.mp4').click();
      await watched.until('window.told.length === 0');
      while (api.uploads.size > 0) await sleep(20);
    });

    it('tells screen readers that a file failed', async () => {
      const { api } = world();
      api.fault = ({ path }) => (path === '/uploads' ? { status: 400, body: '{}' } : undefined);
      await films('one.mp4');
      await watched.page.getByRole('status').getByText('0 of 1 files uploaded, 1 failed').waitFor();
    });

    const focused = (): Promise<string> =>
      watched.page.evaluate(
        () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.id,
      ) as Promise<string>;

    it('leaves the keyboard at the next file when one is removed, and then at the field', async () => {
      await films('one.mp4', 'two.mp4');
      await seen('2 of 2 files uploaded');
      await button('Remove one.mp4').press('Enter');
      await seen('1 of 1 files uploaded');
      expect(await focused()).toBe('Remove two.mp4');
      await watched.page.keyboard.press('Enter');
      await watched.until('window.told.length === 0');
      expect(await focused()).toBe(await watched.page.getByLabel('Your films').getAttribute('id'));
    });

    it('leaves the keyboard at a file that is sent again', async () => {
      await oneFailed();
      await button('Send one.mp4 again').press('Enter');
      await seen('1 of 1 files uploaded');
      expect(await focused()).toBe('Remove one.mp4');
    });

    it('removes one file by a double click, although the next one moves up', async () => {
      await films('one.mp4', 'two.mp4', 'three.mp4');
      await seen('3 of 3 files uploaded');
      await button('Remove one.mp4').dblclick();
      await seen('2 of 2 files uploaded');
      expect(await told()).toHaveLength(2);
    });

    it('for a single file takes another choice in its place', async () => {
      const { api } = world();
      await watched.page.goto(`${site.url}/?single&api=${api.url}`);
      await films('one.mp4');
      await seen('1 of 1 files uploaded');
      const [first] = await told();
      await films('two.mp4');
      await watched.until(
        `window.told.length === 1 && window.told[0].uploadId !== '${first?.uploadId}'`,
      );
      while (api.uploads.size > 1) await sleep(20);
      expect(await watched.page.getByRole('listitem').count()).toBe(1);
    });

    it('sends only the missing parts of a file that a closed page interrupted', async () => {
      const { api } = world();
      api.fault = ({ method }) => (method === 'PUT' && api.count('PUT') > 2 ? never : undefined);
      const [bytes] = await films('one.mp4');
      await watched.until("document.querySelector('progress')?.value > 0");
      await watched.page.reload();
      api.fault = () => undefined;
      await watched.page.getByLabel('Your films').setInputFiles(join(world().folder, 'one.mp4'));
      await seen('1 of 1 files uploaded');
      expect([...api.uploads.keys()]).toHaveLength(1);
      expect(api.has(`${[...api.uploads.keys()]}`, bytes as Buffer)).toBe(true);
    });
  });
