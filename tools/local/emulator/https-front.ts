import { once } from 'node:events';
import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { refuseOverwrites } from './copy-conditions.ts';

/** One call of an AWS API. `body` is its text if it is JSON or a form, otherwise empty. */
export type SeenCall = {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
  status: number;
};

/** A call before it is answered. */
export type ComingCall = Pick<SeenCall, 'method' | 'url' | 'headers'>;

/**
 * `emulatorPort` is where the emulator listens; `onCall` is told of every answered call, and
 * `beforeCall` may hold a call back as long as it likes.
 */
export type FrontOptions = {
  port: number;
  emulatorPort: number;
  onCall?: ((call: SeenCall) => void) | undefined;
  beforeCall?: ((call: ComingCall) => Promise<void>) | undefined;
};

// The emulator closes idle connections after 75 seconds. A connection that it closes while a
// request is on its way would break that request.
const idleMs = 30_000;

/**
 * Stands before the emulator and says that each request came by HTTPS, as a load balancer does. Our
 * bucket, topic and queue policies refuse plain HTTP, and the emulator enforces them. A COPY that
 * must not overwrite is refused here, because the emulator does not.
 */
export const startHttpsFront = async (options: FrontOptions) => {
  const { port, emulatorPort, onCall, beforeCall } = options;
  const agent = new Agent({ keepAlive: true, timeout: idleMs });
  const emulator = { host: '127.0.0.1', port: emulatorPort, agent };
  const forward = async (incoming: IncomingMessage, answer: ServerResponse): Promise<void> => {
    // Its client is gone: nothing more closes, and a copy would hold up all others to its key.
    if (answer.closed) return;
    const text = onCall && keepText(incoming);
    const { method, url: path } = incoming;
    const headers = [...incoming.rawHeaders, 'x-forwarded-proto', 'https'];
    const outgoing = request({ ...emulator, method, path, headers });
    // The caller sees what it would have seen: its connection breaks.
    const breakOff = (): void => void answer.destroy();
    outgoing.on('response', (response) => {
      const status = response.statusCode ?? 502;
      if (onCall && text) onCall(seenCall(incoming, text(), status));
      answer.writeHead(status, response.statusMessage, response.rawHeaders);
      // `pipeline` would take as long again, for the error that it makes to end itself.
      response.on('error', breakOff).pipe(answer);
    });
    outgoing.on('error', breakOff);
    answer.on('close', () => answer.writableFinished || outgoing.destroy());
    incoming.on('error', breakOff).pipe(outgoing);
    await new Promise((closed) => answer.once('close', closed));
  };
  const serve = refuseOverwrites(emulator, forward, (asked) => onCall?.(seenCall(asked, '', 412)));
  const server = createServer(
    { keepAliveTimeout: 75_000, requestTimeout: 0 },
    async (incoming, answer) => {
      const { method = 'GET', url = '/', headers } = incoming;
      await beforeCall?.({ method, url, headers });
      await serve(incoming, answer);
    },
  );
  // The front alone keeps no process alive.
  server.listen(port, '127.0.0.1').unref();
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async (): Promise<void> => {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
};

/** Keeps the text of a JSON or form body. Objects pass unread. */
const keepText = (incoming: IncomingMessage): (() => string) => {
  const chunks: Buffer[] = [];
  if (incoming.headers['content-type']?.match(/json|x-www-form-urlencoded/))
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
};

const seenCall = (incoming: IncomingMessage, body: string, status: number): SeenCall => {
  const { method = 'GET', url = '/', headers } = incoming;
  return { method, url, headers, body, status };
};
