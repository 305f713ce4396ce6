import { connect as connectPlain, type Socket } from 'node:net';
import { SourceChanged } from '../../../../core/errors.ts';
import { connectTls } from './connect-tls.ts';
import { MalformedResponse } from './malformed-response.ts';
import { inPieces, type Payload, type PayloadStream, tlsPieceBytes } from './payload.ts';
import { type ResponseHead, ResponseParser } from './response-parser.ts';
import type { HttpProxy } from './tunnel.ts';

/** Where a connection goes. `ca`: PEM certificates trusted instead of the system's. */
export type Origin = { tls: boolean; host: string; port: number; ca?: string; proxy?: HttpProxy };

/** One request: its finished head, blank line included. */
export type Exchange = {
  head: string;
  payload?: Payload | PayloadStream;
  toHead?: boolean;
  /** Not to be repeated on another connection. */
  once?: boolean;
  onBody?: (bytes: Buffer) => void;
  /** The connection that carries it, before it is sent. */
  onConnection?: (connection: Connection) => void;
  /** Ahead of the body, for those who decide by status. */
  onHead?: (head: ResponseHead) => void;
};

/** The connection broke or stalled. `unanswered`: no byte of an answer had arrived. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
  readonly code: string;
  readonly unanswered: boolean;

  constructor(code: string, unanswered: boolean, cause?: unknown) {
    super(`The connection was lost (${code}).`, { cause });
    this.code = code;
    this.unanswered = unanswered;
  }
}

/**
 * `timeoutMs`: how long nothing may move. `readBytes`: read at once; answers to uploads are small,
 * and connections are many.
 */
export type ConnectionOptions = { timeoutMs: number; readBytes: number };

/** Called once: with the head of the answer, or with the reason why there is none. */
export type OnAnswer = (answer: ResponseHead | Error) => void;

type Current = { onAnswer: OnAnswer; parser: ResponseParser };

/** One socket that carries one request at a time. */
export class Connection {
  readonly #socket: Socket;
  readonly #tls: boolean;
  #current: Current | undefined;
  #head: ResponseHead | undefined;
  #answered = false;
  #sending = false;
  #usable = true;
  /** Requests it has carried. */
  uses = 0;

  /** `tunnel`: a connection to the origin, through its proxy. */
  constructor(origin: Origin, { timeoutMs, readBytes }: ConnectionOptions, tunnel?: Socket) {
    const onread = {
      buffer: Buffer.allocUnsafeSlow(readBytes),
      callback: (bytes: number, buffer: Uint8Array) => this.#onData(bytes, buffer as Buffer),
    };
    const { tls, host, port, ca } = origin;
    this.#tls = tls;
    // TLS server names must not be IP addresses.
    const servername = /^[\d.]+$|:/.test(host) ? '' : host;
    // A socket that is wrapped cannot read into a buffer of ours.
    const way = tunnel ? { socket: tunnel } : { port, onread };
    // Without a server name the certificate is checked against `host`, in a tunnel, too.
    this.#socket = tls
      ? connectTls({ ...way, host, servername, ...(ca && { ca }) } as never)
      : connectPlain({ host, port, onread });
    if (tunnel) this.#socket.on('data', (bytes: Buffer) => this.#onData(bytes.length, bytes));
    this.#socket.setNoDelay(true).setTimeout(timeoutMs);
    this.#socket.on('timeout', () => this.#lose('ETIMEDOUT'));
    this.#socket.on('error', (error: NodeJS.ErrnoException) =>
      this.#lose(error.code ?? 'UNKNOWN', error),
    );
    this.#socket.on('end', () => this.#onEnd());
    this.#socket.on('close', () => this.#lose('ECONNRESET'));
  }

  /** False once anything went wrong, or the peer said it would close. */
  get usable(): boolean {
    return this.#usable && this.#current === undefined && !this.#socket.destroyed;
  }

  /** Sends a request; returns its head. Throws `ConnectionLost` or `MalformedResponse`. */
  send(request: Exchange, onAnswer: OnAnswer): void {
    this.uses += 1;
    request.onConnection?.(this);
    this.#answered = false;
    this.#head = undefined;
    const onHead = (head: ResponseHead): void => {
      this.#head = head;
      request.onHead?.(head);
    };
    const parser = new ResponseParser({
      toHead: request.toHead ?? false,
      onHead,
      onBody: request.onBody ?? ignore,
    });
    this.#current = { onAnswer, parser };
    this.#write(request);
  }

  /** Stops reading until `resume`, while the body's reader is busy with the last piece. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Closes the connection in any state. */
  close(): void {
    this.#usable = false;
    this.#socket.destroy();
  }

  #write({ head, payload }: Exchange): void {
    if (payload === undefined) this.#socket.write(head, 'latin1');
    else if (!('buffer' in payload)) this.#writeStream(head, payload);
    else if (this.#tls && payload.length > tlsPieceBytes)
      this.#writeStream(head, inPieces(payload));
    else this.#writeFramed(head, payload);
  }

  #writeFramed(head: string, { buffer, start, length }: Payload): void {
    const at = start - head.length;
    if (at < 0) {
      this.#socket.cork();
      this.#socket.write(head, 'latin1');
      this.#socket.write(buffer.subarray(start, start + length));
      this.#socket.uncork();
      return;
    }
    buffer.write(head, at, 'latin1');
    this.#socket.write(buffer.subarray(at, start + length));
  }

  #writeStream(head: string, stream: PayloadStream): void {
    this.#writeChunks(head, stream).catch((error: Error) => this.#fail(error));
  }

  async #writeChunks(head: string, { length, chunks }: PayloadStream): Promise<void> {
    let sent = 0;
    this.#sending = true;
    this.#socket.write(head, 'latin1');
    for await (const chunk of chunks()) {
      // An answer before the end of the body is a refusal: the server does not read the rest.
      if (this.#current === undefined || this.#socket.destroyed) return;
      sent += chunk.length;
      // An answer may come ahead of the news that the kernel took the last chunk.
      this.#sending = sent < length;
      await this.#written(chunk);
    }
    // The server would wait for the rest for ever.
    if (sent !== length) throw new SourceChanged('The file became shorter while it was sent.');
  }

  /** Reuses the chunk's buffer once the kernel took it. A dying socket calls back, too. */
  #written(chunk: Uint8Array): Promise<void> {
    return new Promise((resolve) => this.#socket.write(chunk, () => resolve()));
  }

  #onData(bytes: number, buffer: Buffer): boolean {
    const current = this.#current;
    if (current === undefined) {
      // The server sent bytes without a request.
      this.close();
      return false;
    }
    this.#answered = true;
    if (this.#parse(current, buffer.subarray(0, bytes))) this.#finish();
    return true;
  }

  /** True once the answer is complete. */
  #parse({ parser }: Current, bytes: Buffer): boolean {
    try {
      return parser.push(bytes);
    } catch (error) {
      this.#fail(error instanceof Error ? error : new MalformedResponse(String(error)));
      return false;
    }
  }

  #finish(): void {
    const { onAnswer } = this.#current ?? {};
    const head = this.#head;
    this.#current = undefined;
    if (!head || !onAnswer) return;
    // With bytes of the request still unsent the peer would read them as the next one.
    if (!head.keepAlive || this.#sending || this.#socket.writableLength > 0) this.close();
    onAnswer(head);
  }

  #onEnd(): void {
    if (this.#current === undefined) {
      this.close();
      return;
    }
    try {
      this.#current.parser.end();
    } catch {
      this.#lose('ECONNRESET');
      return;
    }
    this.#finish();
  }

  #lose(code: string, cause?: unknown): void {
    this.#fail(new ConnectionLost(code, !this.#answered, cause));
  }

  #fail(error: Error): void {
    const current = this.#current;
    this.#current = undefined;
    this.close();
    current?.onAnswer(error);
  }
}

const ignore = (): void => undefined;
