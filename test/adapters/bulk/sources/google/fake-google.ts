import { createHash, generateKeyPairSync, verify } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { ServiceAccount } from '../../../../../adapters/aws/http-guard.ts';
import { FakeObjectStorage } from '../fake-object-storage.ts';

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** The service account that the fake takes. */
export const account: ServiceAccount = {
  email: 'reader@project.iam.gserviceaccount.com',
  keyId: 'key-1',
  privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
};

type Held = { bytes: Buffer; generation: number; headers: Record<string, string> };

const unpacked = (part = ''): Record<string, unknown> =>
  JSON.parse(Buffer.from(part, 'base64url').toString());

/** The token is the account's own, for reading, and of this hour. */
const isSigned = (authorization = ''): boolean => {
  const [head, claims, signature] = authorization.replace(/^Bearer /, '').split('.');
  if (signature === undefined) return false;
  const text = Buffer.from(`${head}.${claims}`);
  if (!verify('RSA-SHA256', text, pair.publicKey, Buffer.from(signature, 'base64url')))
    return false;
  const { iss, sub, scope, iat, exp } = unpacked(claims);
  const now = Date.now() / 1000;
  return (
    unpacked(head).kid === account.keyId &&
    iss === account.email &&
    sub === iss &&
    scope === 'https://www.googleapis.com/auth/devstorage.read_only' &&
    Number(iat) <= now &&
    now < Number(exp) &&
    Number(exp) - Number(iat) <= 3600
  );
};

const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('base64');

/** A bucket that answers as Google Cloud Storage, and only to a token. */
export class FakeGoogle extends FakeObjectStorage {
  readonly objects = new Map<string, Held>();
  /** Whether tokens are taken. */
  takesTokens = true;
  #generation = 1_700_000_000_000_000;

  static async start(): Promise<FakeGoogle> {
    return new FakeGoogle(await FakeObjectStorage.server());
  }

  get endpoint(): string {
    return `http://${this.host}`;
  }

  put(name: string, content: string | Buffer, headers: Record<string, string> = {}): void {
    this.#generation += 1;
    const held = { bytes: Buffer.from(content), generation: this.#generation };
    const sum = { 'x-goog-hash': `crc32c=AAAAAA==, md5=${md5(held.bytes)}` };
    this.objects.set(name, { ...held, headers: { ...sum, ...headers } });
  }

  protected answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.endpoint);
    if (!this.takesTokens || !isSigned(request.headers.authorization))
      response.writeHead(401).end('{"error":{"code":401,"message":"Invalid Credentials"}}');
    else if (url.pathname === '/storage/v1/b/media/o') this.#list(url, response);
    else this.#read(decodeURIComponent(url.pathname.slice('/media/'.length)), request, response);
  }

  #list({ searchParams }: URL, response: ServerResponse): void {
    const prefix = searchParams.get('prefix') ?? '';
    const offset = Buffer.from(searchParams.get('startOffset') ?? '');
    const found = [...this.objects.keys()].filter(
      (name) => name.startsWith(prefix) && Buffer.compare(Buffer.from(name), offset) >= 0,
    );
    const { names, next: nextPageToken } = this.page(found, searchParams.get('pageToken'));
    const items = names.map((name) => this.#described(name));
    response.end(JSON.stringify({ kind: 'storage#objects', nextPageToken, items }));
  }

  #described(name: string): object {
    const { bytes, generation } = this.objects.get(name) as Held;
    return {
      name,
      size: String(bytes.length),
      generation: String(generation),
      updated: '2019-01-01T00:00:00.123Z',
      contentType: 'image/jpeg',
    };
  }

  #read(name: string, { method, headers }: IncomingMessage, response: ServerResponse): void {
    const held = this.objects.get(name);
    if (!held) return void response.writeHead(404).end();
    if (method === 'GET') this.onRead(name, response);
    const generation = String(held.generation);
    const wanted = headers['x-goog-if-generation-match'] ?? generation;
    if (wanted !== generation) return void response.writeHead(412).end();
    const stored = held.headers['content-encoding'] ?? 'identity';
    const isDecoded = stored === 'gzip' && !headers['accept-encoding']?.includes('gzip');
    const bytes = isDecoded ? gunzipSync(held.bytes) : held.bytes;
    const [, from] = /^bytes=(\d+)-$/.exec(headers.range ?? '') ?? [];
    const body = bytes.subarray(Number(from ?? 0));
    const { 'content-encoding': _stored, ...decoded } = held.headers;
    response.writeHead(from === undefined ? 200 : 206, {
      etag: '"of the bytes"',
      'content-type': 'image/jpeg',
      'accept-ranges': 'bytes',
      'last-modified': 'Tue, 01 Jan 2019 00:00:00 GMT',
      'x-goog-generation': generation,
      'x-goog-stored-content-encoding': stored,
      ...(isDecoded ? decoded : held.headers),
      ...(from && { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
      'content-length': body.length,
    });
    response.end(method === 'HEAD' ? undefined : body);
  }
}
