import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KeepsakeProblem } from '../../../client/node.ts';
import { listenSomewhere } from '../../listen-somewhere.ts';
import { LocalProblem } from '../local-problem.ts';
import type { LocalState } from '../local-state.ts';
import { allowOrigin } from './allow-origin.ts';
import { escapeText, type ShopPage } from './build-page.ts';
import { type ShopCalls, sampleFiles, shopCalls } from './shop-routes.ts';
import type { Stripe } from './stripe.ts';

/** A running shop. */
export type Shop = { url: string; stop(): Promise<void> };

/** The built page. `port` 0 takes any free one, and so does a port that is taken. */
export type ShopOptions = { page: ShopPage; port?: number; stripe?: Stripe | undefined };

/** The port that is tried first, so that the browser finds its visit again. */
const shopPort = 4581;

const mostBodyBytes = 10_000;

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" ' +
  'rx="7" fill="#b4532a"/><path d="M9 7v18M9 17l10-10M12.5 13.5 20 25" stroke="#fff" ' +
  'stroke-width="3.5" fill="none" stroke-linecap="round"/></svg>';

/** Serves the sample shop on loopback; its pages may call the API. Throws `LocalProblem`. */
export const startShop = async (state: LocalState, options: ShopOptions): Promise<Shop> => {
  const server = createServer();
  await listenSomewhere(server, options.port ?? shopPort);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await allowOrigin(state, url);
  const files = pageFiles(options.page, settingsOf(state, options));
  const answer = answererOf(url, files, shopCalls(state, { ...options, shopUrl: url }));
  const headers = headersOf(state);
  server.on('request', (request, response) => {
    answer(request).then(
      ({ status, type, body }) =>
        response.writeHead(status, { ...headers, 'content-type': type }).end(body),
      () => response.writeHead(400, headers).end(),
    );
  });
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url, stop };
};

type Served = { type: string; body: string | Buffer };

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

const settingsOf = ({ apiUrl, consoleUrl }: LocalState, { stripe }: ShopOptions): object => ({
  apiUrl,
  consoleUrl,
  samples: [...sampleFiles().keys()],
  hasStripe: stripe !== undefined,
});

type Answer = { status: number; type: string; body: string | Buffer };

const answererOf =
  (url: string, files: ReadonlyMap<string, Served>, calls: ShopCalls) =>
  async (request: IncomingMessage): Promise<Answer> => {
    if (!isOwn(request, url)) return asJson(403, { detail: 'Only the shop’s page may ask.' });
    const path = `${request.url}`.replace(/\?.*/, '');
    const file = request.method === 'GET' ? files.get(path) : undefined;
    if (file) return { status: 200, ...file };
    const call = calls[`${request.method} ${path}`];
    if (!call) return asJson(404, { detail: 'There is nothing here.' });
    return answerCall(call, request, await readBody(request));
  };

/** Pages of other sites get nothing from this port, under any name by which they reach it. */
const isOwn = ({ headers }: IncomingMessage, url: string): boolean =>
  headers.host === new URL(url).host && (headers.origin ?? url) === url;

const asJson = (status: number, body: object): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});

const answerCall = async (
  call: ShopCalls[string],
  { headers: { authorization = '' } }: IncomingMessage,
  body: object,
): Promise<Answer> => {
  try {
    return asJson(200, await call({ token: authorization.replace(/^Bearer /, ''), body }));
  } catch (error) {
    if (error instanceof LocalProblem || error instanceof KeepsakeProblem)
      return asJson(409, { detail: error.message });
    process.stderr.write(`The shop failed: ${error}\n`);
    return asJson(500, { detail: 'The shop could not do this. Its terminal says why.' });
  }
};

/** Throws for a body that is not JSON, or too long for one of the page's calls. */
const readBody = async (request: IncomingMessage): Promise<object> => {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > mostBodyBytes) throw new RangeError('The request is too long.');
  }
  return Object(JSON.parse(text));
};

const headersOf = (state: LocalState): Record<string, string> => ({
  'content-security-policy': policy(state),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
});

/** Nothing but the page's own files, the API and storage; styles and scripts are files. */
const policy = (state: LocalState): string => {
  const origins = originsOf(state).join(' ');
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

/** The API and storage, whose signed URLs may call this machine by its other name. */
const originsOf = ({ apiUrl, endpoint }: LocalState): string[] => {
  const { protocol, port } = new URL(endpoint);
  const suffix = port && `:${port}`;
  const names = ['127.0.0.1', 'localhost'].map((name) => `${protocol}//${name}${suffix}`);
  return [...new Set([new URL(apiUrl).origin, new URL(endpoint).origin, ...names])];
};
