import type { Connection } from '../http/connection.ts';
import type { S3Request, S3Wire } from '../s3/s3-wire.ts';

/** The body of an answer, as it arrives. `cancel` ends the connection with it. */
export type Download = {
  headers: Readonly<Record<string, string>>;
  chunks: AsyncIterableIterator<Buffer>;
  cancel: () => void;
};

/** Bytes that may wait for the reader. The sender is paused until they are read. */
const maxWaitingBytes = 2 ** 20;

/** Asks, and returns once the head is there. Rejects as `S3Wire.ask` does. */
export function download(wire: S3Wire, request: S3Request): Promise<Download> {
  const waiting = new Waiting();
  return new Promise((resolve, reject) => {
    const onHead = (headers: Readonly<Record<string, string>>): void => {
      resolve({ headers, chunks: waiting.chunks(), cancel: () => waiting.cancel() });
    };
    wire
      .ask({ ...request, onHead, onBody: (bytes, connection) => waiting.add(bytes, connection) })
      .then(
        () => waiting.end(),
        (error) => {
          waiting.end(error);
          reject(error);
        },
      );
  });
}

class Waiting {
  readonly #pieces: Buffer[] = [];
  #bytes = 0;
  #connection: Connection | undefined;
  #ended = false;
  #error: unknown;
  #cancelled = false;
  #wake: () => void = () => undefined;

  add(bytes: Buffer, connection: Connection): void {
    this.#connection = connection;
    if (this.#cancelled) {
      connection.close();
      return;
    }
    // The socket reads into the same buffer again.
    this.#pieces.push(Buffer.from(bytes));
    this.#bytes += bytes.length;
    if (this.#bytes > maxWaitingBytes) connection.pause();
    this.#wake();
  }

  end(error?: unknown): void {
    this.#ended = true;
    this.#error = error;
    this.#wake();
  }

  cancel(): void {
    this.#cancelled = true;
    if (!this.#ended) this.#connection?.close();
  }

  async *chunks(): AsyncGenerator<Buffer> {
    for (;;) {
      const piece = this.#pieces.shift();
      if (piece) {
        this.#bytes -= piece.length;
        if (this.#bytes <= maxWaitingBytes / 2 && !this.#ended) this.#connection?.resume();
        yield piece;
      } else if (this.#ended) {
        if (this.#error !== undefined) throw this.#error;
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
