import type { IncomingMessage } from 'node:http';
import { routes } from '../../core/routes.ts';
import type { Caller } from '../../core/sessions/model/session.ts';
import { assertAccess } from '../../lambdas/shared/access.ts';
import { departure, requestDeparture, routeOf } from '../../openapi/conformance.ts';
import type { ApiHandler } from '../../tools/console/console-server.ts';

/** The query and the body of one request. */
export type Asked = { query: URLSearchParams; body: unknown; path: string; token: string };

/** A canned answer; `retryAfter` in seconds. The API answers once `until` has settled. */
export type Canned = {
  status?: number;
  /** JSON unless `contentType` says otherwise; then a text. */
  body?: unknown;
  contentType?: string;
  retryAfter?: number;
  until?: Promise<unknown>;
};

type Answer = Canned | ((asked: Asked) => Canned | Promise<Canned>);

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text === '' ? undefined : JSON.parse(text);
};

/** A problem as the API answers it. */
export const problem = (status: number, type: string, detail: string): Canned => ({
  status,
  body: { type: `urn:keepsake:problem:${type}`, status, title: type, detail },
});

type Request = { method: string; path: string };

const viewer: Caller = { ownerId: 'usr_viewer', admin: false, worker: false, viewer: true };

/** True for requests that the API refuses to viewers. */
const isRefusedToViewers = (request: Request): boolean => {
  const name = routeOf(request);
  if (name === undefined) return false;
  const { method, path } = routes[name];
  try {
    assertAccess(`${method} ${path}`, viewer);
    return false;
  } catch {
    return true;
  }
};

const isViewer = (token: string): boolean => {
  const [, claims] = token.split('.');
  return claims !== undefined && Buffer.from(claims, 'base64url').includes('"viewer"');
};

/** Answers the console as a test says, and 404 otherwise. */
export class CannedApi {
  readonly #answers = new Map<string, Answer>();
  /** Every request, as `GET /orders?status=failed`. */
  readonly requests: string[] = [];
  /** Requests and canned successes that the API does not describe so, and why. */
  readonly departures: string[] = [];
  /** Requests of viewers that the API refuses. */
  readonly refused: string[] = [];
  /** Set to answer every request so: an outage. */
  everything: Answer | undefined;

  /** `route`: method and path, e.g. `GET /orders/ord_1/timeline`; `*` stands for one segment. */
  answer(route: string, answer: Answer): this {
    this.#answers.set(route, answer);
    return this;
  }

  readonly handle: ApiHandler = async (request, response, path) => {
    const url = new URL(path, 'http://api');
    this.requests.push(`${request.method} ${path}`);
    const body = await bodyOf(request);
    const wrong = requestDeparture({ method: `${request.method}`, path, body });
    if (wrong) this.departures.push(wrong);
    const token = request.headers.authorization?.replace('Bearer ', '') ?? 'none';
    const asked = { query: url.searchParams, body, path: url.pathname, token };
    if (isViewer(token) && isRefusedToViewers({ method: `${request.method}`, path }))
      this.refused.push(`${request.method} ${path}`);
    const found = this.everything ?? this.#find(`${request.method} ${url.pathname}`);
    const canned = typeof found === 'function' ? await found(asked) : found;
    const { status = 200, retryAfter, until } = canned;
    const { contentType, text } = this.#sent(`${request.method}`, path, canned);
    await until;
    if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter));
    response.writeHead(status, { 'content-type': contentType }).end(text);
  };

  /** The body as it is sent. Notes how a success departs from the API's description. */
  #sent(method: string, path: string, { status = 200, body, contentType }: Canned) {
    const isJson = contentType === undefined;
    const text = isJson ? JSON.stringify(body) : String(body);
    const type = contentType ?? 'application/json';
    if (status < 400) {
      const received: unknown = isJson && text !== undefined ? JSON.parse(text) : text;
      const found = departure({ method, path, status, contentType: type, body: received });
      if (found) this.departures.push(found);
    }
    return { contentType: type, text };
  }

  #find(route: string): Answer {
    const segments = route.split('/');
    for (const [known, answer] of this.#answers) {
      const wanted = known.split('/');
      const fits = wanted.every((segment, index) => segment === '*' || segment === segments[index]);
      if (fits && wanted.length === segments.length) return answer;
    }
    return problem(404, 'not-found', `There is no ${route} here.`);
  }
}
