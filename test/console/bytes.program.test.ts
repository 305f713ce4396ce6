import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { buildConsole } from '../../lib/operations/console-build.ts';

let folder: string;
beforeAll(async () => {
  folder = await buildConsole();
});

// Fonts are compressed already. CloudFront compresses with about this quality.
const bytesOf = (file: string): number => {
  const bytes = readFileSync(join(folder, file));
  if (file.endsWith('.woff2')) return bytes.length;
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length;
};

const sum = (files: readonly string[]): number =>
  files.reduce((bytes, file) => bytes + bytesOf(file), 0);

const files = (): string[] => readdirSync(join(folder, 'assets')).map((name) => `assets/${name}`);

/** Files that a file loads at once: its imports, and those that the page's tags name. */
const loadedBy = (file: string, found = new Set([file])): Set<string> => {
  const text = readFileSync(join(folder, file), 'utf8');
  const named = file.endsWith('.html')
    ? [...text.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)]
    : [...text.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)].map(([all, name]) => [
        all,
        `assets/${name}`,
      ]);
  for (const [, name = ''] of named)
    if (!found.has(name) && /\.(js|css)$/.test(name)) loadedBy(name, found.add(name));
  return found;
};

const screen = (name: string): string =>
  files().find((file) => file.startsWith(`assets/${name}-screen-`)) ?? name;

describe('the console', () => {
  it('weighs at most 600 kB to the first screen, compressed, with all of its fonts', () => {
    const fonts = files().filter((file) => file.endsWith('.woff2'));
    const first = [...loadedBy('index.html'), ...loadedBy(screen('overview'))];
    const styles = files().filter((file) => file.endsWith('.css'));
    const bytes = sum([...new Set([...first, ...styles, ...fonts])]);
    process.stderr.write(`First screen of the console: ${Math.round(bytes / 1000)} kB\n`);
    expect(bytes).toBeLessThan(600_000);
  });

  it('weighs at most 900 kB in all', () => {
    const bytes = sum(['index.html', 'icon.svg', ...files()]);
    process.stderr.write(`All of the console: ${Math.round(bytes / 1000)} kB\n`);
    expect(bytes).toBeLessThan(900_000);
  });

  it('splits its code by screen', () => {
    for (const name of ['overview', 'orders', 'order', 'find'])
      expect(bytesOf(screen(name))).toBeGreaterThan(0);
  });

  it('ships no source maps, no data: URLs and no inline code', () => {
    expect(files().filter((file) => file.endsWith('.map'))).toEqual([]);
    for (const file of files().filter((name) => name.endsWith('.css')))
      expect(readFileSync(join(folder, file), 'utf8')).not.toMatch(/url\(["']?data:/);
    const html = readFileSync(join(folder, 'index.html'), 'utf8');
    expect(html).not.toMatch(/<script(?![^>]*src)|<style|style=| on\w+=/);
  });
});
