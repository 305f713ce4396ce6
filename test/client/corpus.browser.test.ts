import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { announcedType } from '../../client/model/media-type.ts';
import { corpus } from '../corpus/corpus.ts';
import { categoryOf, send, stage } from '../corpus/send.ts';
import { startChromium } from './chromium.ts';

let browser: Browser;
/** What Chromium says a chosen file's type is, file by file. */
let found: string[];

beforeAll(async () => {
  browser = await startChromium();
  const page = await browser.newPage();
  await page.setContent('<input type="file" multiple>');
  const paths = corpus.map(({ path }) => path);
  await page.setInputFiles('input', paths);
  found = await page.evaluate(() =>
    [...(document.querySelector('input')?.files ?? [])].map(({ type }) => type),
  );
});
afterAll(() => browser.close());

describe('a real file that somebody chooses in Chromium', () => {
  it('has a type for most files, and none for some', () => {
    expect(found).toHaveLength(corpus.length);
    expect(new Set(found).size).toBeGreaterThan(20);
  });

  it.each([...corpus.entries()])('%d is accepted under its own type', async (index, file) => {
    const contentType = announcedType({ found: found[index], names: [file.fileName] });
    const sent = { ...file, contentType, category: categoryOf(file.contentType) };
    expect(await send(stage(), sent)).toMatchObject({
      status: 'uploaded',
      contentType: file.contentType,
    });
  });
});
