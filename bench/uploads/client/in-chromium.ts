import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { bundleForBrowser } from '../../../client/build/bundle.ts';
import { Site, startChromium } from '../../../test/client/chromium.ts';

type Run = { subject: string; which: 'small' | 'large'; api: string; files: string[] };

/** What one run took; memory is the page's own process, over what it had before it began. */
export type ChromiumRun = { seconds: number; grewMb: number };

type Process = { type: string; id: number };

const peakMb = (pid: number): number => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

const renderers = async (browser: Browser): Promise<number[]> => {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = (await session.send('SystemInfo.getProcessInfo')) as { processInfo: Process[] };
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
};

/** The most any page's process has ever had. */
const most = async (browser: Browser): Promise<number> => Math.max(...(await renderers(browser)).map(peakMb));

/** Runs subjects of page.ts, each in a browser of its own. */
export class InChromium {
  #site: Site | undefined;

  async start(): Promise<this> {
    const page = await bundleForBrowser(fileURLToPath(new URL('page.ts', import.meta.url)));
    this.#site = await new Site({
      '/': '<input type="file" multiple><script src="/page.js" type="module"></script>',
      '/page.js': page,
    }).start();
    return this;
  }

  async stop(): Promise<void> {
    await this.#site?.stop();
  }

  async run({ subject, which, api, files }: Run): Promise<ChromiumRun> {
    const browser = await startChromium();
    try {
      const page = await browser.newPage();
      page.setDefaultTimeout(600_000);
      await page.goto(`${this.#site?.url}/?api=${encodeURIComponent(api)}`);
      await page.setInputFiles('input', files);
      const before = await most(browser);
      const seconds = await page.evaluate(
        ([name, set]) => (globalThis as unknown as { run: (name: string, set: string) => Promise<number> }).run(name, set),
        [subject, which] as const,
      );
      return { seconds, grewMb: (await most(browser)) - before };
    } finally {
      await browser.close();
    }
  }
}
