import { connect, createServer, type Server, type Socket } from 'node:net';
import { listen } from '../../listening.ts';

const isPut = (bytes: Buffer): boolean => bytes.subarray(0, 4).toString('latin1') === 'PUT ';

/**
 * A way to the storage that lets so many files through and holds what comes then: a command is met
 * in the middle of its work, however fast it is.
 */
export class Gate {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #held: (() => void)[] = [];
  readonly #shut = Promise.withResolvers<void>();
  #left: number;

  constructor(endpoint: string, files: number) {
    this.#left = files;
    const { hostname, port } = new URL(endpoint);
    this.#server = createServer((client) => this.#join(client, connect(Number(port), hostname)));
  }

  /** Where to send to instead. */
  async open(): Promise<string> {
    return listen(this.#server);
  }

  /** Resolves when a file is held. */
  get shut(): Promise<void> {
    return this.#shut.promise;
  }

  /** Lets everything through. */
  release(): void {
    this.#left = Number.POSITIVE_INFINITY;
    for (const pass of this.#held.splice(0)) pass();
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(client: Socket, storage: Socket): void {
    for (const socket of [client, storage]) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket));
    }
    client
      .on('data', (bytes) => this.#pass(bytes, () => storage.write(bytes)))
      .on('close', () => storage.destroy());
    storage.pipe(client);
  }

  #pass(bytes: Buffer, send: () => void): void {
    if (isPut(bytes)) this.#left -= 1;
    if (this.#left >= 0) send();
    else {
      this.#held.push(send);
      this.#shut.resolve();
    }
  }
}
