import { createServer, type IncomingMessage, type Server } from 'node:http';
import { listen, urlOf } from '../listening.ts';

/** A request as the command line made it; `target` is the action of a JSON service. */
export type Asked = {
  method: string;
  path: string;
  token: string | undefined;
  target: string | undefined;
  idempotencyKey: string | undefined;
  body: string;
};

type Reply = { status?: number; body: unknown };

const readBody = async (request: IncomingMessage): Promise<string> => {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
};

/** An HTTP server on this machine that answers as a test says and remembers what it was asked. */
export class StubServer {
  readonly asked: Asked[] = [];
  answer: (asked: Asked) => Reply = () => ({ status: 404, body: {} });
  readonly #server: Server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const target = headers['x-amz-target']?.toString();
    const asked = {
      method,
      path: url,
      token: headers.authorization,
      target,
      idempotencyKey: headers['idempotency-key']?.toString(),
      body: await readBody(request),
    };
    this.asked.push(asked);
    const { status = 200, body } = this.answer(asked);
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  });

  async start(): Promise<string> {
    await listen(this.#server);
    return this.url;
  }

  /** The address, once it is started. */
  get url(): string {
    return urlOf(this.#server);
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
