import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { bundleForBrowser } from '../../../../client/build/bundle.ts';
import { Site, startChromium } from '../../../../test/client/chromium.ts';

type Measured = { subject: string; which: 'small' | 'large'; api: string; files: string[] };

/** One run: processor time of all browser processes, and memory of the page's process. */
export type ChromiumRun = { seconds: number; cpuSeconds: number; peakMb: number };

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

  async run({ subject, which, api, files }: Measured): Promise<ChromiumRun> {
    const browser = await startChromium();
    try {
      const page = await browser.newPage();
      page.setDefaultTimeout(600_000);
      await page.goto(`${this.#site?.url}/?api=${encodeURIComponent(api)}`);
      await page.setInputFiles('input', files);
      const before = await spent(browser);
      const seconds = await page.evaluate(
        ([name, set]) =>
          (globalThis as unknown as { run: (name: string, set: string) => Promise<number> }).run(
            name,
            set,
          ),
        [subject, which] as const,
      );
      const after = await spent(browser);
      return {
        seconds,
        cpuSeconds: after.cpuSeconds - before.cpuSeconds,
        peakMb: after.memoryMb - before.memoryMb,
      };
    } finally {
      await browser.close();
    }
  }
}

type Process = { type: string; id: number; cpuTime: number };

/** The most any page's process has ever had, and what all processes have worked. */
const spent = async (browser: Browser): Promise<{ memoryMb: number; cpuSeconds: number }> => {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = (await session.send('SystemInfo.getProcessInfo')) as {
    processInfo: Process[];
  };
  await session.detach();
  const pages = processInfo.filter(({ type }) => type === 'renderer');
  return {
    memoryMb: Math.max(...pages.map(({ id }) => peakMb(id))),
    cpuSeconds: processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0),
  };
};

const peakMb = (pid: number): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
