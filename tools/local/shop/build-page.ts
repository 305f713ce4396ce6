import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { bundleForBrowser } from '../../../client/build/bundle.ts';
import { projectFolder } from '../project-folder.ts';

/** The shop's page: each file by the path it is served at. */
export type ShopPage = { html: string; script: string; style: string };

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '"': '&quot;' };

/** Text as HTML, also between double quotes. */
export const escapeText = (text: string): string =>
  text.replace(/[&<"]/g, (char) => entities[char] ?? char);

const placeOfCode = /(<code data-source="([\w/.-]+)">)(<\/code>)/g;

/** Builds the shop's page from examples/shop. */
export const buildPage = async (): Promise<ShopPage> => {
  const [html, script, style] = await Promise.all([
    readFile(at('examples/shop/index.html'), 'utf8').then(withCode),
    bundleForBrowser(at('examples/shop/shop.ts')),
    bundleStyle(),
  ]);
  return { html, script, style };
};

const at = (file: string): string => path.join(projectFolder, file);

/** Puts each source file that the page names into the page, as it is. */
const withCode = async (html: string): Promise<string> => {
  const files = [...html.matchAll(placeOfCode)].map(([, , file = '']) => file);
  const texts = await Promise.all(
    files.map(async (file) => [file, await readFile(at(file), 'utf8')] as const),
  );
  const code = new Map(texts);
  return html.replace(placeOfCode, (place, open, file, close) => {
    const text = code.get(file);
    return text === undefined ? place : `${open}${escapeText(text)}${close}`;
  });
};

const bundleStyle = async (): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [at('examples/shop/shop.css')],
    bundle: true,
    minify: true,
    write: false,
    legalComments: 'none',
  });
  return outputFiles.map(({ text }) => text).join('');
};
