import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** Requests of one pass, and all bytes of its connections, heads included. */
export type Asked = { requests: number; receivedBytes: number; sentBytes: number };

type Held = { sizeBytes: number; etag: string; modifiedAt: string };
type Reply = { status: number; headers?: Record<string, string>; body?: string };

const pageKeys = 1000;

/** As much of S3 as two passes need. The server keeps names, sizes and ETags, and no bytes. */
export class ListingServer {
  readonly #objects = new Map<string, Held>();
  #sorted: string[] | undefined;
  readonly #sockets = new Set<Socket>();
  #requests = 0;
  #ended = { receivedBytes: 0, sentBytes: 0 };
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
    response.writeHead(status, { 'content-length': text.length, ...headers });
    response.end(request.method === 'HEAD' ? undefined : text);
  });

  async start(): Promise<string> {
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => {
        this.#sockets.delete(socket);
        this.#ended.receivedBytes += socket.bytesRead;
        this.#ended.sentBytes += socket.bytesWritten;
      });
    });
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  get objects(): number {
    return this.#objects.size;
  }

  /** What the connections of a pass that ended have asked and brought. */
  async takeAsked(): Promise<Asked> {
    await Promise.all([...this.#sockets].map((socket) => once(socket.destroy(), 'close')));
    const asked = { requests: this.#requests, ...this.#ended };
    this.#requests = 0;
    this.#ended = { receivedBytes: 0, sentBytes: 0 };
    return asked;
  }

  async #read(request: IncomingMessage): Promise<Held> {
    const hash = createHash('md5');
    let sizeBytes = 0;
    for await (const piece of request) {
      hash.update(piece as Buffer);
      sizeBytes += (piece as Buffer).length;
    }
    this.#requests += 1;
    const modifiedAt = new Date().toISOString();
    return { sizeBytes, etag: `"${hash.digest('hex')}"`, modifiedAt };
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
      const { sizeBytes, etag, modifiedAt } = this.#objects.get(key) as Held;
      const facts = `<LastModified>${modifiedAt}</LastModified><ETag>${etag}</ETag>`;
      return `<Contents><Key>${key}</Key><Size>${sizeBytes}</Size>${facts}</Contents>`;
    });
    const next = isTruncated ? `<NextContinuationToken>${last}</NextContinuationToken>` : '';
    const page = `<IsTruncated>${isTruncated}</IsTruncated>${next}${list.join('')}`;
    return `<ListBucketResult>${page}</ListBucketResult>`;
  }
}
