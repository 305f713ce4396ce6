import type { IncomingMessage, ServerResponse } from 'node:http';
import { type FileServer, startFileServer } from './file-server.ts';

/** An answer instead of the storage's own: its status, and its headers. */
type Failure = number | { status: number; headers: Record<string, string> };

/** Object storage on loopback: what its kinds have in common. Two objects a page. */
export abstract class FakeObjectStorage {
  readonly #server: FileServer;
  /** Answers to the next requests, before anything else. */
  readonly failures: Failure[] = [];
  /** Called before an object is sent. */
  onRead: (name: string, response: ServerResponse) => void = () => {};
  order: (names: string[]) => string[] = (names) =>
    names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

  protected constructor(server: FileServer) {
    this.#server = server;
    server.handle((request, response) => {
      const failure = this.failures.shift();
      if (failure === undefined) this.answer(request, response);
      else if (typeof failure === 'number') response.writeHead(failure).end();
      else response.writeHead(failure.status, failure.headers).end();
    });
  }

  protected static server(): Promise<FileServer> {
    return startFileServer();
  }

  get host(): string {
    return this.#server.host;
  }

  get requests(): IncomingMessage[] {
    return this.#server.requests;
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  protected abstract answer(request: IncomingMessage, response: ServerResponse): void;

  /** The page of these names that begins at a mark, and the mark of the next one. */
  protected page(names: string[], mark: string | null): { names: string[]; next?: string } {
    const start = Number(mark ?? 0);
    const all = this.order(names);
    const more = start + 2 < all.length;
    return { names: all.slice(start, start + 2), ...(more && { next: String(start + 2) }) };
  }
}
