import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { FakeBucket, type Reply } from '../../adapters/bulk/transfer/fake-bucket.ts';
import { Workplace } from '../run-keepsake.ts';

/** A bucket with versions, served to commands that run in a process of their own. */
export class MemoryStorage {
  readonly bucket = new FakeBucket({ versioned: true, checksums: true });
  /** Requests so far, as `PUT old/a.jpg`. */
  readonly seen: string[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://storage');
      const key = decodeURIComponent(pathname.replace(/^\/bucket\/?/, ''));
      const method = request.method ?? '';
      this.seen.push(`${method} ${key}`);
      const query = Object.fromEntries(searchParams);
      const headers = request.headers as Record<string, string>;
      const asked = { method, key, query, headers, body: await buffer(request) };
      const isList = method === 'GET' && key === '' && query.uploads === undefined;
      const {
        status,
        headers: said,
        body,
      } = isList ? this.#list(query.prefix) : this.bucket.handle(asked);
      response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...said });
      response.end(method === 'HEAD' ? undefined : body);
    });
  }

  static async start(): Promise<MemoryStorage> {
    const storage = new MemoryStorage();
    storage.#server.listen(0, '127.0.0.1');
    await once(storage.#server, 'listening');
    return storage;
  }

  /** A folder in which commands reach this storage. */
  workplace(env: Readonly<Record<string, string>> = {}): Workplace {
    const { port } = this.#server.address() as AddressInfo;
    return new Workplace({
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      ...env,
    });
  }

  /** What is stored under each key. */
  contents(): Record<string, string> {
    return Object.fromEntries(
      [...this.bucket.objects.keys()]
        .sort()
        .flatMap((key) => this.#textOf(key).map((text) => [key, text])),
    );
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #textOf(key: string): string[] {
    const object = this.bucket.current(key);
    return object ? [object.body.toString()] : [];
  }

  #list(prefix = ''): Reply {
    const found = Object.entries(this.contents()).filter(([key]) => key.startsWith(prefix));
    const entries = found.map(
      ([key, text]) => `<Contents><Key>${key}</Key><Size>${text.length}</Size></Contents>`,
    );
    const body = `<ListBucketResult><IsTruncated>false</IsTruncated>${entries.join('')}</ListBucketResult>`;
    return { status: 200, headers: { 'content-type': 'application/xml' }, body };
  }
}
