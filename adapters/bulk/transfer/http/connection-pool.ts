import type { Socket } from 'node:net';
import {
  Connection,
  ConnectionLost,
  type ConnectionOptions,
  type Exchange,
  type OnAnswer,
  type Origin,
} from './connection.ts';
import type { ResponseHead } from './response-parser.ts';
import { openTunnel } from './tunnel.ts';

type Idle = { connection: Connection; since: number };

/**
 * Servers close idle connections after some seconds, S3 after about twenty. A request that meets
 * the closing is sent again.
 */
const maxIdleMs = 8_000;

/** Connections to one origin, the last used first. The caller decides how many are open. */
export class ConnectionPool {
  readonly #origin: Origin;
  readonly #options: ConnectionOptions;
  readonly #idle: Idle[] = [];
  #closed = false;

  constructor(origin: Origin, options: ConnectionOptions) {
    this.#origin = origin;
    this.#options = options;
  }

  /** The same as `send`; rejects instead of answering an error. */
  exchange(request: Exchange): Promise<ResponseHead> {
    return new Promise((resolve, reject) => {
      this.send(request, (answer) => (answer instanceof Error ? reject(answer) : resolve(answer)));
    });
  }

  /**
   * One exchange. If a reused connection closes before the first byte of the answer, the exchange
   * is repeated on a new connection.
   */
  send(request: Exchange, onAnswer: OnAnswer): void {
    const used = this.#takeIdle();
    if (!used) this.#sendAnew(request, onAnswer);
    else
      this.#sendOn(used, request, (answer) => {
        if (!request.once && isStale(answer)) this.#sendAnew(request, onAnswer);
        else onAnswer(answer);
      });
  }

  close(): void {
    this.#closed = true;
    for (const { connection } of this.#idle.splice(0)) connection.close();
  }

  #sendAnew(request: Exchange, onAnswer: OnAnswer): void {
    const { proxy } = this.#origin;
    const sendOn = (tunnel?: Socket): void =>
      this.#sendOn(new Connection(this.#origin, this.#options, tunnel), request, onAnswer);
    // A proxy that opens no tunnel is a connection that was lost.
    const lose = (error: NodeJS.ErrnoException): void =>
      onAnswer(new ConnectionLost(error.code ?? 'EPROXY', true, error));
    if (!proxy) sendOn();
    else openTunnel(proxy, this.#origin, this.#options.timeoutMs).then(sendOn, lose);
  }

  #sendOn(connection: Connection, request: Exchange, onAnswer: OnAnswer): void {
    connection.send(request, (answer) => {
      if (connection.usable && !this.#closed)
        this.#idle.push({ connection, since: performance.now() });
      else connection.close();
      onAnswer(answer);
    });
  }

  #takeIdle(): Connection | undefined {
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (idle.connection.usable && performance.now() - idle.since < maxIdleMs)
        return idle.connection;
      idle.connection.close();
    }
    return undefined;
  }
}

/** The peer closed the connection before it saw the request. */
const isStale = (answer: ResponseHead | Error): boolean =>
  answer instanceof ConnectionLost && answer.unanswered && answer.code !== 'ETIMEDOUT';
