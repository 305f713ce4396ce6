import { createServer, type IncomingMessage } from 'node:http';
import { requestDeparture, routeOf } from '../../openapi/conformance.ts';
import { answerExamples, answerValues } from '../../openapi/examples/answer-examples.ts';
import { problemExamples } from '../../openapi/refusals.ts';
import { listen, portOf } from '../listening.ts';

/** A request as it arrived: `departure` says what the API does not describe so. */
export type Received = { request: string; authorization: string; departure: string | undefined };

/** An API that answers each operation with its first example; `url` is on the loopback address. */
export type ExampleApi = { url: string; received: Received[]; stop: () => Promise<void> };

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text === '' ? undefined : JSON.parse(text);
};

const exampleOf = (method: string, path: string): { status: number; body: unknown } => {
  const name = routeOf({ method, path });
  if (name === undefined) return { status: 404, body: problemExamples.NotFound };
  const [[status, [example]] = ['204', []]] = Object.entries(answerExamples[name]);
  return { status: Number(status), body: example && answerValues[example] };
};

/** Starts the API on a free port. */
export const startExampleApi = async (): Promise<ExampleApi> => {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const { method = 'GET', url: path = '/', headers } = request;
    const departure = requestDeparture({ method, path, body: await bodyOf(request) });
    const { authorization = 'none' } = headers;
    received.push({ request: `${method} ${path}`, authorization, departure });
    const { status, body } = exampleOf(method, path);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  });
  await listen(server);
  const port = portOf(server);
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
