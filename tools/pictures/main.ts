import path from 'node:path';
import { chromium } from 'playwright-core';
import { LocalProblem } from '../local/local-problem.ts';
import { readLocalState } from '../local/local-state.ts';
import { projectFolder } from '../local/project-folder.ts';
import { takeConsolePictures } from './console-pictures.ts';
import { takeShopPictures } from './shop-pictures.ts';

const usage = `npm run pictures
  Takes the pictures in docs/pictures from what "npm start" runs in another terminal.
Environment: CHROMIUM_PATH (/usr/bin/chromium)
`;

const main = async (): Promise<void> => {
  const state = await readLocalState();
  if (state?.shopUrl === undefined || state.consoleUrl === undefined)
    throw new LocalProblem('Nothing runs here. Start it in another terminal: npm start');
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  try {
    const folder = path.join(projectFolder, 'docs', 'pictures');
    await takeShopPictures(browser, state.shopUrl, folder);
    await takeConsolePictures(browser, state.consoleUrl, folder);
  } finally {
    await browser.close();
  }
};

if (process.argv.includes('--help')) process.stdout.write(usage);
else
  await main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof LocalProblem ? error.message : error}\n`);
    process.exitCode = 1;
  });
