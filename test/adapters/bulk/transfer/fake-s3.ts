import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { SignatureV4 } from '@smithy/signature-v4';
import { NodeSha256 } from '../../../../adapters/aws/node-sha256.ts';
import { urlOf } from '../../../listening.ts';
import { type BucketKind, FakeBucket, type Reply, type Seen } from './fake-bucket.ts';

/** The fault: before the effect, while the body is sent, or after the effect. */
export type Fault =
  | { kind: 'refuse'; status: number; code: string; headers?: Record<string, string> }
  | { kind: 'reset'; afterBytes: number }
  | { kind: 'lost' }
  | { kind: 'truncated' }
  | { kind: 'silent' }
  | { kind: 'close' };

/** Decides by the head of a request; `count` is how many of its method and key came before. */
export type Faults = (request: Omit<Seen, 'body'>, count: number) => Fault | undefined;

const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret' };

/** Refusals of the signature; others are about the bytes. */
const forbidden = new Set(['AccessDenied', 'SignatureDoesNotMatch']);

type Address = { pathname: string; searchParams: URLSearchParams };

/** As it was sent: `new URL` would resolve `..`, which S3 takes for a part of the key. */
const addressOf = ({ url = '/' }: IncomingMessage): Address => {
  const [pathname = '/', query = ''] = url.split('?', 2);
  return { pathname, searchParams: new URLSearchParams(query) };
};

/** The path behind the bucket's name, which stands in it or before the host's. */
const pathInBucket = ({ headers }: IncomingMessage, { pathname }: Address): string | undefined =>
  headers.host?.startsWith('bucket.') ? pathname : /^\/bucket((?:\/.*)?)$/s.exec(pathname)?.[1];

/** An S3 in memory that checks every signature and every checksum, and fails when it is told to. */
export class FakeS3 {
  readonly bucket: FakeBucket;
  readonly seen: Seen[] = [];
  readonly credentials = credentials;
  faults: Faults = () => undefined;
  /** How long it thinks about each request. */
  latencyMs = 0;
  connections = 0;
  #server: Server | undefined;
  readonly #sockets = new Set<Socket>();
  readonly #counts = new Map<string, number>();

  constructor(options: Partial<BucketKind> = {}) {
    const s3 = { versioned: true, checksums: true, conditions: true, copies: true };
    this.bucket = new FakeBucket({ ...s3, ...options });
  }

  /** On a port of its own; with one, there again after it was away. */
  async start(port = 0): Promise<string> {
    const server = createServer(
      (request, response) => void this.#serve(request, response).catch(() => response.destroy()),
    );
    server.on('connection', (socket) => {
      this.connections += 1;
      this.#sockets.add(
        socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket)),
      );
    });
    this.#server = server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return urlOf(server);
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server?.close(() => resolve());
    await promise;
  }

  count(method: string): number {
    return this.seen.filter((request) => request.method === method).length;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = addressOf(request);
    const inBucket = pathInBucket(request, url);
    const key = decodeURIComponent(inBucket ?? url.pathname).replace(/^\//, '');
    const head = {
      method: request.method ?? '',
      key,
      query: Object.fromEntries(url.searchParams),
      headers: request.headers as Record<string, string>,
    };
    const countKey = `${head.method} ${key}`;
    const count = this.#counts.get(countKey) ?? 0;
    this.#counts.set(countKey, count + 1);
    const fault = this.faults(head, count);
    const body = await readBody(request, fault);
    if (body === undefined) return;
    if (this.latencyMs > 0) await sleep(this.latencyMs);
    const seen = { ...head, body };
    this.seen.push(seen);
    if (fault?.kind === 'silent') return;
    if (fault?.kind === 'refuse')
      return answer(
        response,
        { ...this.bucket.refuse(fault.status, fault.code), headers: fault.headers ?? {} },
        fault,
      );
    const refusal = (await this.#signatureRefusal(request, url, seen)) ?? sumRefusal(seen);
    answer(response, this.#reply(inBucket !== undefined, seen, refusal), fault);
  }

  /** There is one bucket, of the name `bucket`. */
  #reply(isInBucket: boolean, seen: Seen, refusal: string | undefined): Reply {
    if (refusal) return this.bucket.refuse(forbidden.has(refusal) ? 403 : 400, refusal);
    return isInBucket ? this.bucket.handle(seen) : this.bucket.refuse(404, 'NoSuchBucket');
  }

  /** The SDK's signer, given what arrived. */
  async #signatureRefusal(
    request: IncomingMessage,
    url: Address,
    { method, headers, query }: Seen,
  ): Promise<string | undefined> {
    if (headers.authorization === undefined) return 'AccessDenied';
    const [, names = ''] = /SignedHeaders=([^,]*)/.exec(headers.authorization) ?? [];
    const signed = Object.fromEntries(names.split(';').map((name) => [name, headers[name] ?? '']));
    const date =
      headers['x-amz-date']?.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5') ?? '';
    const signer = new SignatureV4({
      service: 's3',
      region: 'us-east-1',
      credentials,
      sha256: NodeSha256,
      uriEscapePath: false,
      applyChecksum: false,
    });
    const asked = {
      method,
      protocol: 'http:',
      hostname: 'fake',
      path: url.pathname,
      query,
      headers: signed,
    };
    // The signer leaves some headers out unless they are named; S3 takes what was signed.
    const { headers: expected } = await signer.sign(asked, {
      signingDate: new Date(date),
      signableHeaders: new Set(names.split(';')),
    });
    const unsigned = Object.keys(headers).filter(
      (name) => name.startsWith('x-amz-') && !names.split(';').includes(name),
    );
    return expected.authorization === request.headers.authorization && unsigned.length === 0
      ? undefined
      : 'SignatureDoesNotMatch';
  }
}

/** Nothing when the request came to no end. */
async function readBody(
  request: IncomingMessage,
  fault: Fault | undefined,
): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  if (fault?.kind === 'reset' && fault.afterBytes === 0)
    return void request.socket.resetAndDestroy();
  // Answers ahead of the body.
  if (fault?.kind === 'refuse' && fault.headers?.connection === 'close') return Buffer.alloc(0);
  for await (const piece of request) {
    bytes += (piece as Buffer).length;
    if (fault?.kind === 'reset' && bytes >= fault.afterBytes)
      return void request.socket.resetAndDestroy();
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces);
}

function sumRefusal({ headers, body }: Seen): string | undefined {
  const said = headers['x-amz-content-sha256'];
  if (said !== 'UNSIGNED-PAYLOAD' && said !== createHash('sha256').update(body).digest('hex'))
    return 'XAmzContentSHA256Mismatch';
  const sum = headers['x-amz-checksum-crc32'];
  // Of the whole object, on completion; the bucket checks that one.
  if (sum === undefined || headers['x-amz-checksum-type'] !== undefined) return undefined;
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString('base64') === sum ? undefined : 'BadDigest';
}

function answer(
  response: ServerResponse,
  { status, headers, body }: Reply,
  fault: Fault | undefined,
): void {
  if (fault?.kind === 'lost') return void response.socket?.destroy();
  response.writeHead(status, {
    ...headers,
    'content-length': headers['content-length'] ?? String(Buffer.byteLength(body)),
    date: new Date().toUTCString(),
  });
  if (fault?.kind === 'truncated') return void response.socket?.destroySoon();
  response.end(response.req.method === 'HEAD' ? undefined : body);
  if (fault?.kind === 'close') response.socket?.destroySoon();
}
