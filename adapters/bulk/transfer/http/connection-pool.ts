import {
  Connection,
  ConnectionLost,
  type ConnectionOptions,
  type Exchange,
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

  /**
   * One exchange. If a reused connection closes before the first byte of the answer, the exchange
   * is repeated on a new connection.
   */
  async exchange(
    request: Exchange,
    using?: (connection: Connection) => void,
  ): Promise<ResponseHead> {
    const used = this.#takeIdle();
    if (used) {
      try {
        return await this.#on(used, request, using);
      } catch (error) {
        if (
          request.once ||
          !(error instanceof ConnectionLost && error.unanswered && error.code !== 'ETIMEDOUT')
        )
          throw error;
      }
    }
    return this.#on(await this.#connect(), request, using);
  }

  close(): void {
    this.#closed = true;
    for (const { connection } of this.#idle.splice(0)) connection.close();
  }

  /** A proxy that opens no tunnel is a connection that was lost. */
  async #connect(): Promise<Connection> {
    const { proxy } = this.#origin;
    if (!proxy) return new Connection(this.#origin, this.#options);
    const tunnel = await openTunnel(proxy, this.#origin, this.#options.timeoutMs).catch(
      (error: NodeJS.ErrnoException) => {
        throw new ConnectionLost(error.code ?? 'EPROXY', true, error);
      },
    );
    return new Connection(this.#origin, this.#options, tunnel);
  }

  async #on(
    connection: Connection,
    request: Exchange,
    using?: (connection: Connection) => void,
  ): Promise<ResponseHead> {
    using?.(connection);
    const head = await connection.exchange(request);
    if (connection.usable && !this.#closed)
      this.#idle.push({ connection, since: performance.now() });
    else connection.close();
    return head;
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
