import { departure } from '../../../openapi/conformance.ts';
import { deployed } from './deployed.ts';

/** An answer: its bytes, the same as text and, for JSON, as a value. */
// biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what the tests are about.
export type Answer = { status: number; headers: Headers; bytes: Buffer; text: string; body: any };

/** A request. A string `body` is sent as it is, any other value as JSON. */
export type Sent = {
  method: string;
  path: string;
  body?: unknown;
  token?: string | undefined;
  headers?: Record<string, string>;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** One request that follows nothing. */
export const fetchOnce = async (url: string, init: RequestInit = {}): Promise<Answer> => {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const bytes = Buffer.from(await response.arrayBuffer());
  const text = bytes.toString();
  return { status: response.status, headers: response.headers, bytes, text, body: parsed(text) };
};

/**
 * One request to the deployed API. An answer that the OpenAPI document does not allow fails the
 * test.
 */
export const request = async ({
  method,
  path,
  body,
  token,
  headers: more,
}: Sent): Promise<Answer> => {
  const headers: Record<string, string> = { 'content-type': 'application/json', ...more };
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await fetchOnce(`${deployed.apiUrl}${path}`, {
    method,
    headers,
    ...(sent !== undefined && { body: sent }),
  });
  const wrong = departure({
    ...answer,
    method,
    path,
    contentType: answer.headers.get('content-type') ?? '',
  });
  if (wrong) throw new Error(wrong);
  return answer;
};

/** A client with a token. */
export class Visitor {
  readonly token: string;

  constructor(token: string) {
    this.token = token;
  }

  ask(method: string, path: string, body?: unknown): Promise<Answer> {
    return request({ method, path, body, token: this.token });
  }

  get(path: string): Promise<Answer> {
    return request({ method: 'GET', path, token: this.token });
  }

  post(path: string, body?: unknown): Promise<Answer> {
    return request({ method: 'POST', path, body, token: this.token });
  }
}

/** A new visitor with a session of their own. */
export const aVisitor = async (): Promise<Visitor> => {
  const { body } = await request({ method: 'POST', path: '/sessions' });
  return new Visitor(body.token);
};
