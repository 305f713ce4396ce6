import { createServer } from 'node:http';
import { hangUp, listen } from '../listening.ts';

/** The server's answer to one request; `undefined` hangs up. */
export type Reply = (path: string) => { status?: number; body: unknown } | undefined;

/** A server on the loopback interface whose answers the test decides, also while it runs. */
export class Loopback {
  reply: Reply = () => ({ body: {} });
  readonly #server = createServer((request, response) => {
    const reply = this.reply(request.url ?? '');
    if (!reply) return void request.socket.destroy();
    request.resume();
    response
      .writeHead(reply.status ?? 200, { 'content-type': 'application/x-amz-json-1.0' })
      .end(JSON.stringify(reply.body));
  });

  async start(): Promise<string> {
    return listen(this.#server);
  }

  async stop(): Promise<void> {
    await hangUp(this.#server);
  }
}
