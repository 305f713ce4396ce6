import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ConsoleConfig } from '../../console/api/config.ts';
import { consolePolicy } from '../../lib/operations/console-policy.ts';
import { listenSomewhere } from '../listen-somewhere.ts';
import { LocalSession } from './local-session.ts';
import { serveStatic } from './static-files.ts';

/** Answers what the console asks below `/api`. The path is without that prefix. */
export type ApiHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
) => Promise<void>;

export type ConsoleServerOptions = {
  /** The folder of the built console. */
  folder: string;
  config: ConsoleConfig;
  /** Origins of the stage's files. */
  fileOrigins: readonly string[];
  /** Origins of the issuer; none for a local sign-in. */
  issuerOrigins?: readonly string[];
  /** A current access token of the local operator. */
  getToken: () => Promise<string>;
  api: ApiHandler;
  /** The wanted port; another one if it is taken. Any free one when absent. */
  port?: number;
};

/** Serves a console on loopback, signed in, with the same content security policy as deployed. */
export class ConsoleServer {
  readonly #options: ConsoleServerOptions;
  readonly #session = new LocalSession();
  readonly #server: Server;

  constructor(options: ConsoleServerOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        if (!response.headersSent) response.writeHead(502, { 'content-type': 'text/plain' });
        response.end(String(error));
      });
    });
  }

  async start(): Promise<this> {
    await listenSomewhere(this.#server, this.#options.port ?? 0);
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The console's origin, before any sign-in. */
  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** The address that signs a browser in. Good while this server runs. */
  get signedInUrl(): string {
    return this.#session.signedInUrl(this.origin);
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#setHeaders(response);
    // Another site whose name resolves to this machine must not reach the console.
    if (request.headers.host !== new URL(this.origin).host) {
      response.writeHead(421).end();
      return;
    }
    const url = new URL(request.url ?? '/', this.origin);
    const wanted = this.#session.keyIn(url.pathname);
    if (wanted) return this.#signIn(wanted, url.search, response);
    if (url.pathname === '/session') return this.#answerSession(request, response);
    if (url.pathname === '/config.json')
      return this.#answerJson(response, 200, this.#options.config);
    if (url.pathname.startsWith('/api/'))
      return this.#options.api(request, response, `${url.pathname.slice(4)}${url.search}`);
    return serveStatic(this.#options.folder, url.pathname, response);
  }

  #setHeaders(response: ServerResponse): void {
    const { fileOrigins, issuerOrigins = [] } = this.#options;
    response.setHeader(
      'content-security-policy',
      consolePolicy({ issuer: issuerOrigins, files: fileOrigins }),
    );
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'no-referrer');
  }

  /** Leaves the key out of the address, so that it stays out of bookmarks and screenshots. */
  #signIn(
    { key, page }: { key: string; page: string },
    search: string,
    response: ServerResponse,
  ): void {
    const cookie = this.#session.cookieFor(key, this.#port);
    response
      .writeHead(303, {
        location: `${page}${search}`,
        ...(cookie !== undefined && { 'set-cookie': cookie }),
      })
      .end();
  }

  async #answerSession(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.#session.isIn(request, this.#port)) return this.#answerJson(response, 401, {});
    if (request.method === 'DELETE') {
      response.setHeader('set-cookie', this.#session.endCookie(this.#port));
      return this.#answerJson(response, 200, {});
    }
    return this.#answerJson(response, 200, { token: await this.#options.getToken() });
  }

  #answerJson(response: ServerResponse, status: number, body: object): void {
    response
      .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      .end(JSON.stringify(body));
  }
}
