import { globSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { projectFolder } from '../../tools/local/project-folder.ts';
import { hangUp, listen, urlOf } from '../listening.ts';

const html = path.join(projectFolder, 'dist', 'site', 'html');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
};

const fileOf = (address: string): string => {
  const file = path.join(html, decodeURIComponent(address));
  return address.endsWith('/') ? path.join(file, 'index.html') : file;
};

/** The addresses of all pages. */
export const pages = (): string[] =>
  globSync('**/index.html', { cwd: html })
    .map((file) => `/${file.replace(/index\.html$/, '')}`)
    .sort();

/** The HTML of a page. */
export const htmlOf = (address: string): string => readFileSync(fileOf(address), 'utf8');

/** Serves the built site as a static host does. */
export const serveSite = async (): Promise<{ url: string; stop: () => Promise<void> }> => {
  const server = createServer((request, response) => {
    const { pathname } = new URL(`${request.url}`, 'http://site');
    try {
      const file = fileOf(pathname);
      const body = readFileSync(file);
      const type = types[path.extname(file)] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type }).end(body);
    } catch {
      response.writeHead(404, { 'content-type': types['.html'] }).end(htmlOf('/404.html'));
    }
  });
  await listen(server);
  return {
    url: urlOf(server),
    stop: async () => {
      await hangUp(server);
    },
  };
};

/** Addresses that a page leads to or loads, of this site. */
export const linksIn = (text: string): string[] =>
  [...text.matchAll(/\s(?:href|src)="(\/[^"]*|#[^"]*)"/g)].map(([, link]) =>
    `${link}`.replaceAll('&amp;', '&'),
  );

/** The anchors of a page. */
export const anchorsIn = (text: string): Set<string> =>
  new Set([...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => `${id}`));
