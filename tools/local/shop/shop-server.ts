import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LocalProblem } from '../local-problem.ts';
import type { LocalState } from '../local-state.ts';
import { allowOrigin } from './allow-origin.ts';
import { buildPage, escapeText, type ShopPage } from './build-page.ts';
import { type ShopCalls, sampleFiles, shopCalls } from './shop-routes.ts';
import type { Stripe } from './stripe.ts';

/** A running shop. */
export type Shop = { url: string; stop(): Promise<void> };

/** `port` 0 takes any free one; a port that is taken is replaced by a free one. */
export type ShopOptions = { port: number; stripe?: Stripe | undefined };

type Served = { type: string; body: string | Buffer };

const mostBodyBytes = 10_000;

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" ' +
  'rx="7" fill="#b4532a"/><path d="M9 7v18M9 17l10-10M12.5 13.5 20 25" stroke="#fff" ' +
  'stroke-width="3.5" fill="none" stroke-linecap="round"/></svg>';

/** Nothing but the page's own files, the API and storage; styles and scripts are files. */
const policy = (state: LocalState): string => {
  const api = new URL(state.apiUrl).origin;
  const storage = new URL(state.endpoint).origin;
  const origins = [...new Set([api, storage])].join(' ');
  return [
    "default-src 'none'",
    // The client hashes in WebAssembly.
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    `img-src 'self' data: blob: ${origins}`,
    `media-src ${origins}`,
    `connect-src 'self' ${origins}`,
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
};

const pageFiles = (page: ShopPage, settings: object): Map<string, Served> => {
  const html = page.html.replace('data-settings=""', () => {
    return `data-settings="${escapeText(JSON.stringify(settings))}"`;
  });
  return new Map<string, Served>([
    ['/', { type: 'text/html; charset=utf-8', body: html }],
    ['/shop.js', { type: 'text/javascript; charset=utf-8', body: page.script }],
    ['/shop.css', { type: 'text/css; charset=utf-8', body: page.style }],
    ['/icon.svg', { type: 'image/svg+xml', body: icon }],
    ...[...sampleFiles()].map(([name, { contentType, bytes }]): [string, Served] => [
      `/samples/${name}`,
      { type: contentType, body: bytes },
    ]),
  ]);
};

const readBody = async (request: IncomingMessage): Promise<object> => {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > mostBodyBytes) throw new LocalProblem('The request is too long.');
  }
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new LocalProblem('The request is no JSON.');
  }
};

const answerCall = async (
  calls: ShopCalls,
  name: string,
  request: IncomingMessage,
): Promise<{ status: number; body: object }> => {
  const call = calls[name];
  if (!call) return { status: 404, body: { detail: 'There is nothing here.' } };
  try {
    const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
    return { status: 200, body: await call({ token, body: await readBody(request) }) };
  } catch (error) {
    const isOurs = error instanceof LocalProblem;
    if (!isOurs) process.stderr.write(`shop: ${name}: ${error}\n`);
    const detail = isOurs ? error.message : 'The shop could not do this. Its terminal says why.';
    return { status: isOurs ? 409 : 500, body: { detail } };
  }
};

/** Pages of other sites, under whatever name they reach this port, get nothing from it. */
const isOwn = ({ headers }: IncomingMessage, url: string): boolean =>
  headers.host === new URL(url).host && (headers.origin ?? url) === url;

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });

const listenSomewhere = (server: Server, port: number): Promise<void> =>
  listen(server, port).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') return listen(server, 0);
    throw error;
  });

/**
 * Serves the sample shop on the loopback interface, and lets its pages call the API. Throws
 * `LocalProblem`.
 */
export const startShop = async (
  state: LocalState,
  { port, stripe }: ShopOptions,
): Promise<Shop> => {
  let serve = (_request: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(503).end();
  };
  const server = createServer((request, response) => serve(request, response));
  await listenSomewhere(server, port);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [page] = await Promise.all([buildPage(), allowOrigin(state, url)]);
  const { apiUrl, consoleUrl } = state;
  const samples = [...sampleFiles().keys()];
  const files = pageFiles(page, { apiUrl, consoleUrl, samples, hasStripe: stripe !== undefined });
  const calls = shopCalls(state, { stripe, shopUrl: url });
  const headers = {
    'content-security-policy': policy(state),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
  serve = async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', url);
    const file = request.method === 'GET' ? files.get(pathname) : undefined;
    if (!isOwn(request, url)) response.writeHead(403, headers).end();
    else if (file)
      response.writeHead(200, { ...headers, 'content-type': file.type }).end(file.body);
    else {
      const { status, body } = await answerCall(calls, `${request.method} ${pathname}`, request);
      response
        .writeHead(status, { ...headers, 'content-type': 'application/json' })
        .end(JSON.stringify(body));
    }
  };
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url, stop };
};
