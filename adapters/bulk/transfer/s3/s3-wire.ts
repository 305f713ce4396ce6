import type { Credentials } from '../../../aws/aws-credentials.ts';
import { encodedKey, escaped } from '../../../storage/s3-copy-source.ts';
import { explainRefusal } from '../../../storage/s3-refusals.ts';
import { Side } from '../engine/outage.ts';
import type { Connection, Exchange } from '../http/connection.ts';
import { ConnectionPool } from '../http/connection-pool.ts';
import { MalformedResponse } from '../http/malformed-response.ts';
import type { Payload, PayloadStream } from '../http/payload.ts';
import type { ResponseHead } from '../http/response-parser.ts';
import { type BucketAddress, bucketAddress, type S3Place } from './s3-place.ts';
import { refusalOf, S3Refusal } from './s3-refusal.ts';
import { emptyHash, SigV4 } from './sigv4.ts';

/** One request to a bucket; without a key, to the bucket itself. */
export type S3Request = {
  method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  key?: string;
  query?: Readonly<Record<string, string>>;
  /** In lower case, without those of signing. */
  headers?: [name: string, value: string][];
  body?: { payload: Payload | PayloadStream /** SHA-256, hex. */; hash: string };
  /** Not to be sent a second time when the first one met a closing connection. */
  once?: boolean;
  /** The headers of a success, ahead of its body. */
  onHead?: (headers: Readonly<Record<string, string>>) => void;
  /** Takes the body of a success as it arrives; otherwise it is collected. */
  onBody?: (bytes: Buffer, connection: Connection) => void;
};

/** An answer of S3 below 300. */
export type S3Answer = { status: number; headers: Readonly<Record<string, string>>; body: string };

type Options = {
  place: S3Place;
  bucket: string;
  timeoutMs: number;
  now: () => number;
  readBytes?: number;
};

/** A page of a thousand listed parts is a third of this. */
const maxBodyBytes = 2 ** 20;

/** Speaks S3 to one bucket: signs for itself, and keeps its connections. */
export class S3Wire {
  readonly #options: Options;
  #address: BucketAddress;
  #signer: SigV4;
  #pool: ConnectionPool;
  #region: string;
  #credentials: Credentials | undefined;
  /** Without either bucket no file can be sent. */
  readonly #side = new Side({ isVital: true, ask: () => this.#ask({ method: 'HEAD' }) });

  constructor(options: Options) {
    const { place, bucket, timeoutMs, now, readBytes = 8_192 } = options;
    this.#options = options;
    this.#region = place.region;
    this.#address = bucketAddress(place, bucket);
    this.#signer = new SigV4({ region: place.region, now });
    this.#pool = new ConnectionPool(this.#address.origin, { timeoutMs, readBytes });
  }

  set credentials(credentials: Credentials) {
    this.#credentials = credentials;
    this.#signer.credentials = credentials;
  }

  /**
   * Throws `S3Refusal`, `ConnectionLost` or `MalformedResponse`; tries once, and once more in the
   * bucket's region if that is another one.
   */
  ask(request: S3Request): Promise<S3Answer> {
    const [region, headers] = [this.#region, [...(request.headers ?? [])]];
    return this.#side.watch(async () => {
      try {
        return await this.#ask(request);
      } catch (error) {
        if (this.#follows(error, region)) return this.#ask({ ...request, headers });
        const { method, key, query = {} } = request;
        if (method !== 'HEAD' || key === undefined) throw error;
        await explainRefusal(error, () => this.#askForByte(key, query));
        return this.#ask({ ...request, headers });
      }
    });
  }

  #askForByte(key: string, query: NonNullable<S3Request['query']>): Promise<S3Answer> {
    return this.#ask({ method: 'GET', key, query, headers: [['range', 'bytes=0-0']] });
  }

  /** True if the server named another region. All requests now go there. */
  #follows(error: unknown, asked: string | undefined): boolean {
    const region = error instanceof S3Refusal ? error.region : undefined;
    if (region === undefined || region === asked) return false;
    if (region !== this.#region) this.#moveTo(region);
    return true;
  }

  #moveTo(region: string): void {
    const { place, bucket, timeoutMs, now, readBytes = 8_192 } = this.#options;
    this.#region = region;
    this.#address = bucketAddress({ ...place, region }, bucket);
    this.#signer = new SigV4({ region, now });
    if (this.#credentials) this.#signer.credentials = this.#credentials;
    this.#pool.close();
    this.#pool = new ConnectionPool(this.#address.origin, { timeoutMs, readBytes });
  }

  /** Handles an error of `send` as `ask` does: throws, unless the server named the region. */
  async judge(error: Error): Promise<void> {
    if (this.#follows(error, undefined)) return;
    await this.#side.watch(() => Promise.reject(error));
  }

  #ask(request: S3Request): Promise<S3Answer> {
    return new Promise((resolve, reject) => {
      this.send(request, (answer) => (answer instanceof Error ? reject(answer) : resolve(answer)));
    });
  }

  /** Sends one request, once, without a promise. The answer may be any error that `ask` throws. */
  send(request: S3Request, onAnswer: (answer: S3Answer | Error) => void): void {
    let exchange: Exchange & { collected: Collected };
    try {
      exchange = this.#exchange(request);
    } catch (error) {
      onAnswer(error as Error);
      return;
    }
    this.#pool.send(exchange, (head) => onAnswer(this.#answer(head, exchange.collected)));
  }

  /** Throws if the request cannot be signed. */
  #exchange(request: S3Request): Exchange & { collected: Collected } {
    const { method, body, onBody, once = false } = request;
    const collected = new Collected();
    let connection: Connection | undefined;
    let status = 0;
    return {
      head: this.#head(request),
      ...(body && { payload: body.payload }),
      toHead: method === 'HEAD',
      once,
      onConnection: (used) => {
        connection = used;
      },
      onHead: (answer) => {
        status = answer.status;
        // Long before the end of a long body.
        if (status < 300) this.#side.answered();
        if (status < 300) request.onHead?.(answer.headers);
      },
      onBody: (bytes) =>
        onBody && connection && status < 300 ? onBody(bytes, connection) : collected.add(bytes),
      collected,
    };
  }

  #answer(answer: ResponseHead | Error, collected: Collected): S3Answer | Error {
    if (answer instanceof Error) return answer;
    const { status, headers } = answer;
    const body = collected.text();
    return status < 300 ? { status, headers, body } : this.#refusal(status, body, headers);
  }

  close(): void {
    this.#pool.close();
  }

  #refusal(status: number, text: string, headers: S3Answer['headers']): Error {
    const refusal = refusalOf(status, text, headers);
    // The next request is signed with the server's time: a machine whose clock is wrong can still
    // migrate.
    if (refusal.name === 'RequestTimeTooSkewed' && !Number.isNaN(refusal.serverTime))
      this.#signer.skewMs = refusal.serverTime - this.#options.now();
    return refusal;
  }

  #head({ method, key, query, headers = [], body }: S3Request): string {
    const path =
      key === undefined
        ? this.#address.prefix || '/'
        : `${this.#address.prefix}/${encodedKey(key)}`;
    headers.push(['host', this.#address.host]);
    if (this.#options.place.requesterPays) headers.push(['x-amz-request-payer', 'requester']);
    const signed = this.#signer.head({
      method,
      path,
      query: query ? queryText(query) : '',
      headers,
      payloadHash: body?.hash ?? emptyHash,
    });
    const length = body
      ? `content-length: ${body.payload.length}\r\n`
      : method === 'POST' || method === 'PUT'
        ? 'content-length: 0\r\n'
        : '';
    return `${signed}${length}\r\n`;
  }
}

class Collected {
  #pieces: Buffer[] = [];
  #bytes = 0;

  add(bytes: Buffer): void {
    this.#bytes += bytes.length;
    if (this.#bytes > maxBodyBytes)
      throw new MalformedResponse('The answer is longer than any of S3.');
    this.#pieces.push(Buffer.from(bytes));
  }

  text(): string {
    return this.#bytes === 0 ? '' : Buffer.concat(this.#pieces).toString();
  }
}

const queryText = (query: Readonly<Record<string, string>>): string =>
  Object.entries(query)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
    .join('&');
