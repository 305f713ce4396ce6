import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Requests and bytes of one pass. */
export type Asked = { requests: number; receivedBytes: number; sentBytes: number };

type Held = { sizeBytes: number; etag: string };
type Reply = { status: number; headers?: Record<string, string>; body?: string };

const pageKeys = 1000;

/** As much of S3 as two passes need. The server keeps names, sizes and ETags, and no bytes. */
export class ListingServer {
  readonly #objects = new Map<string, Held>();
  #sorted: string[] | undefined;
  asked: Asked = { requests: 0, receivedBytes: 0, sentBytes: 0 };
  readonly #server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://server');
    const body = await this.#read(request);
    const key = decodeURIComponent(pathname.replace(/^\/[^/]*\/?/, ''));
    const {
      status,
      headers = {},
      body: text = '',
    } = this.#reply(request, key, {
      query: searchParams,
      ...body,
    });
    this.asked.sentBytes += text.length;
    response.writeHead(status, { 'content-length': text.length, ...headers });
    response.end(request.method === 'HEAD' ? undefined : text);
  });

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** Requests and bytes since the last call. */
  takeAsked(): Asked {
    const { asked } = this;
    this.asked = { requests: 0, receivedBytes: 0, sentBytes: 0 };
    return asked;
  }

  async #read(request: IncomingMessage): Promise<Held> {
    const hash = createHash('md5');
    let sizeBytes = 0;
    for await (const piece of request) {
      hash.update(piece as Buffer);
      sizeBytes += (piece as Buffer).length;
    }
    this.asked.requests += 1;
    this.asked.receivedBytes += sizeBytes;
    return { sizeBytes, etag: `"${hash.digest('hex')}"` };
  }

  #reply(
    { method }: IncomingMessage,
    key: string,
    { query, ...held }: Held & { query: URLSearchParams },
  ): Reply {
    if (query.has('versioning')) return { status: 200, body: '<V/>' };
    if (query.has('list-type')) return { status: 200, body: this.#list(query) };
    if (method === 'POST') return { status: 200, body: '<R><UploadId>u</UploadId></R>' };
    if (method === 'DELETE') return { status: 204 };
    const there = this.#objects.get(key);
    if (method !== 'PUT')
      return there
        ? { status: 200, headers: { etag: there.etag, 'content-length': `${there.sizeBytes}` } }
        : { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' };
    if (there) return { status: 412, body: '<Error><Code>PreconditionFailed</Code></Error>' };
    this.#objects.set(key, held);
    this.#sorted = undefined;
    return { status: 200, headers: { etag: held.etag } };
  }

  #list(query: URLSearchParams): string {
    this.#sorted ??= [...this.#objects.keys()].sort();
    const after = query.get('continuation-token') ?? query.get('start-after');
    const begin = after === null ? 0 : this.#sorted.findIndex((key) => key > after);
    const keys = begin < 0 ? [] : this.#sorted.slice(begin, begin + pageKeys);
    const last = keys.at(-1);
    const isTruncated = last !== undefined && last !== this.#sorted.at(-1);
    const list = keys.map((key) => {
      const { sizeBytes = 0, etag = '' } = this.#objects.get(key) ?? {};
      return `<Contents><Key>${key}</Key><Size>${sizeBytes}</Size><ETag>${etag}</ETag></Contents>`;
    });
    const next = isTruncated ? `<NextContinuationToken>${last}</NextContinuationToken>` : '';
    return `<R><IsTruncated>${isTruncated}</IsTruncated>${next}${list.join('')}</R>`;
  }
}
