import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { LinkedFile } from '../../../core/delivery/follow-link.ts';
import { linkPage } from '../../../lambdas/delivery/link-page.ts';
import { linkRefusal } from '../../../lambdas/delivery/link-refusal.ts';
import type { HttpAnswer } from '../../../lambdas/shared/http.ts';
import { makeAudio } from '../../../tools/local/samples/chord.ts';
import { WatchedPage } from '../../browser/watched-page.ts';
import { startChromium } from '../../client/chromium.ts';
import { listen, urlOf } from '../../listening.ts';
import { MediaHost } from './media-host.ts';

const script = '<script>document.title = "run"</script>';
const hostileName = `"><img src=x onerror='document.title="run"'>.jpg`;

let media: MediaHost;
let site: Server;
let browser: Browser;
let tab: WatchedPage;
/** What the link answers. */
let answer: HttpAnswer;

const fileAt = (role: string, contentType: string, fileName = role): LinkedFile => ({
  url: `${media.url}/${role}`,
  source: 's3',
  expiresAt: '2030-01-01T00:15:00.000Z',
  role,
  fileName,
  contentType,
  sizeBytes: media.files.get(`/${role}`)?.bytes.length ?? 0,
});

const show = async (next: HttpAnswer): Promise<void> => {
  answer = next;
  await tab.page.goto(`${urlOf(site)}/l/token`);
};

const showFiles = (...files: LinkedFile[]): Promise<void> =>
  show(linkPage({ files, expiresAt: '2035-01-31T00:00:00.000Z' }));

beforeAll(async () => {
  media = await new MediaHost().start();
  // Four minutes: more than a browser fetches before it is asked to play.
  const silence = makeAudio(new Int16Array(44_100 * 240));
  media.files.set('/audio', { contentType: 'audio/wav', bytes: silence });
  media.files.set('/drawing', { contentType: 'image/svg+xml', bytes: Buffer.from(script) });
  media.files.set('/letter', { contentType: 'text/html', bytes: Buffer.from(script) });
  site = createServer((request, response) => {
    if (request.url !== '/l/token') response.writeHead(204).end();
    else response.writeHead(answer.status, answer.headers).end(`${answer.body}`);
  });
  await listen(site);
  browser = await startChromium();
  tab = await WatchedPage.open(await browser.newContext(), 'about:blank');
});
afterAll(async () => {
  await browser.close();
  site.closeAllConnections();
  site.close();
  await media.stop();
});

describe.each([
  ['a phone', { width: 360, height: 740 }],
  ['a desktop', { width: 1280, height: 800 }],
])('the page behind a printed code, on %s', (_device, size) => {
  beforeAll(async () => {
    await tab.page.setViewportSize(size);
    await showFiles(
      fileAt('photo', 'image/jpeg', hostileName),
      fileAt('audio', 'audio/wav'),
      fileAt('pdf', 'application/pdf'),
      fileAt('drawing', 'image/svg+xml'),
      fileAt('letter', 'text/html', 'a-very-long-name-'.repeat(12)),
    );
  });

  it('shows the picture', async () => {
    await tab.until('document.images[0].naturalWidth > 500');
  });

  it('plays the sound, and winds it forward by asking for the part that is missing', async () => {
    await tab.until("document.querySelector('audio').duration > 200");
    media.ranges.length = 0;
    await tab.page.evaluate("document.querySelector('audio').currentTime = 150");
    await tab.until("!document.querySelector('audio').seeking");
    expect(media.ranges.filter((range) => range !== 'bytes=0-')).not.toEqual([]);
    await tab.page.evaluate("document.querySelector('audio').play()");
    await tab.until("document.querySelector('audio').currentTime > 150.2");
    await tab.page.evaluate("document.querySelector('audio').pause()");
  });

  it('says how large the files are, and until when the link works', async () => {
    expect(await tab.textOf('main > p')).toMatch(/^5 files, \d+ MB\. .* until 31 January 2035\.$/);
    expect(await tab.page.locator('li .quiet').first().textContent()).toBe('145 kB');
  });

  it('only links to what could run a script, and shows a hostile name as text', async () => {
    expect(await tab.page.locator('img, audio, video, iframe, object, embed').count()).toBe(2);
    expect(await tab.textOf('li:first-child bdi')).toBe(hostileName);
    expect(await tab.page.title()).toBe('Your files');
  });

  it('is no wider than the screen', async () => {
    const width = await tab.page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(size.width);
  });

  it('hinders nobody, in either theme', async () => {
    expect(await tab.hindrances()).toEqual([]);
  });
});

describe('the page of a link that leads nowhere', () => {
  const problem = { type: 'about:blank', title: 'x', detail: 'x' };

  it.each([404, 410, 500, 503])('says what to do (%i), and hinders nobody', async (status) => {
    await show(linkRefusal({ ...problem, status }));
    expect(await tab.page.locator('main p').count()).toBeGreaterThan(1);
    expect(await tab.hindrances()).toEqual([]);
  });
});

describe('no page of a link', () => {
  it('violates its own policy, or has an error that its status does not explain', () => {
    const others = tab.complaints.filter((text) => !/status of (404|410|500|503)/.test(text));
    expect(others).toEqual([]);
  });
});
