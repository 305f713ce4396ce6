import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import path from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Serves a built console: its files, and its one page for every other path. */
export const serveStatic = async (
  folder: string,
  pathname: string,
  response: ServerResponse,
): Promise<void> => {
  const name = isFile(pathname) ? pathname : '/index.html';
  const body = await readFile(path.join(folder, name)).catch(() => undefined);
  if (body === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('There is no such file.');
    return;
  }
  response
    .writeHead(200, {
      'content-type': types[path.extname(name)] ?? 'application/octet-stream',
      'cache-control': isFile(pathname) ? 'max-age=31536000, immutable' : 'no-store',
    })
    .end(body);
};

const isFile = (pathname: string): boolean =>
  /^\/assets\/[\w.-]+$/.test(pathname) || pathname === '/icon.svg';
