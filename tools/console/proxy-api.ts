import type { IncomingMessage } from 'node:http';
import type { ApiHandler } from './console-server.ts';

const passedOn = ['authorization', 'content-type', 'idempotency-key'] as const;

/** Passes requests below `/api` to the stage's API, as CloudFront does once deployed. */
export const proxyApi =
  (apiUrl: string): ApiHandler =>
  async (request, response, path) => {
    const body = await bodyOf(request);
    const answer = await fetch(`${apiUrl}${path}`, {
      method: request.method ?? 'GET',
      headers: headersOf(request),
      redirect: 'manual',
      ...(body && { body }),
    });
    for (const name of ['content-type', 'retry-after', 'location']) {
      const value = answer.headers.get(name);
      if (value !== null) response.setHeader(name, value);
    }
    response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
  };

const bodyOf = async (request: IncomingMessage): Promise<Buffer<ArrayBuffer> | undefined> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return chunks.length === 0 ? undefined : Buffer.concat(chunks);
};

const headersOf = ({ headers }: IncomingMessage): Headers => {
  const passed = new Headers();
  for (const name of passedOn) {
    const value = headers[name];
    if (typeof value === 'string') passed.set(name, value);
  }
  return passed;
};
