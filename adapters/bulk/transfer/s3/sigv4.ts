import { createHmac, hash } from 'node:crypto';
import type { Credentials } from '../../../aws/aws-credentials.ts';
import { Hmac } from './hmac.ts';

/** A request as signed and sent: path and query are escaped, header names in lower case. */
export type Signable = {
  method: string;
  path: string;
  query: string;
  headers: [name: string, value: string][];
  payloadHash: string;
};

type Options = { region: string; now: () => number };

/** SHA-256, hex. */
export const sha256Hex = (data: string | Uint8Array): string => hash('sha256', data, 'hex');

/** Of nothing. */
export const emptyHash = sha256Hex('');

/**
 * Signature Version 4 by hand: the signing key lives for a day, the date for a second, and a
 * request costs two hashes. Every header is signed.
 */
export class SigV4 {
  readonly #options: Options;
  #credentials: Credentials | undefined;
  #second = 0;
  #date = '';
  #scope: string | undefined;
  #mac = new Hmac(Buffer.alloc(0));
  /** Of the server's clock over ours. */
  skewMs = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  set credentials(credentials: Credentials) {
    this.#credentials = credentials;
    this.#scope = undefined;
  }

  /** The head of the request, blank line included. */
  head({ method, path, query, headers, payloadHash }: Signable): string {
    const credentials = this.#credentials;
    if (!credentials) throw new Error('No credentials were set.');
    this.#tick(credentials);
    headers.push(['x-amz-content-sha256', payloadHash], ['x-amz-date', this.#date]);
    if (credentials.sessionToken) headers.push(['x-amz-security-token', credentials.sessionToken]);
    headers.sort(byName);
    let canonicalHeaders = '';
    let names = '';
    let lines = '';
    for (const [name, value] of headers) {
      canonicalHeaders += `${name}:${canonicalValue(value)}\n`;
      names += names === '' ? name : `;${name}`;
      lines += `${name}: ${value}\r\n`;
    }
    const canonical = `${method}\n${path}\n${query}\n${canonicalHeaders}\n${names}\n${payloadHash}`;
    const signature = this.#signature(canonical);
    const target = query === '' ? path : `${path}?${query}`;
    return (
      `${method} ${target} HTTP/1.1\r\n${lines}authorization: AWS4-HMAC-SHA256 ` +
      `Credential=${credentials.accessKeyId}/${this.#scope}, SignedHeaders=${names}, ` +
      `Signature=${signature}\r\n`
    );
  }

  #signature(canonical: string): string {
    const digest = hash('sha256', canonical, 'hex');
    const text = `AWS4-HMAC-SHA256\n${this.#date}\n${this.#scope}\n${digest}`;
    return this.#mac.hex(text);
  }

  #tick(credentials: Credentials): void {
    const second = Math.floor((this.#options.now() + this.skewMs) / 1000);
    if (second === this.#second && this.#scope !== undefined) return;
    this.#second = second;
    this.#date = new Date(second * 1000).toISOString().replace(/[-:]|\.000/g, '');
    const scope = `${this.#date.slice(0, 8)}/${this.#options.region}/s3/aws4_request`;
    if (scope === this.#scope) return;
    this.#scope = scope;
    const key = scope
      .split('/')
      .reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`);
    this.#mac = new Hmac(key as Buffer);
  }
}

const hmac = (key: string | Buffer, data: string): Buffer =>
  createHmac('sha256', key).update(data).digest();

const byName = ([a]: [string, string], [b]: [string, string]): number =>
  a < b ? -1 : a > b ? 1 : 0;

/** SigV4 signs runs of spaces as one. */
const canonicalValue = (value: string): string =>
  value.includes('  ') ? value.replace(/ +/g, ' ') : value;
