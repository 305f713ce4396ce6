import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { Pool } from 'undici';
import { ConnectionPool } from '../../../adapters/bulk/transfer/http/connection-pool.ts';
import { type Signable, SigV4 } from '../../../adapters/bulk/transfer/s3/sigv4.ts';

export type Sender = {
  name: string;
  put: (key: string, body: Buffer, hash: string) => Promise<void>;
  close: () => void | Promise<void>;
};

const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
const region = 'us-east-1';

/** HTTP by hand or by undici, signed by hand or by `@smithy/signature-v4`. */
export const sendersTo = (port: number, connections: number): Sender[] =>
  [
    ['our HTTP, our SigV4', signByHand, sendByHand] as const,
    ['our HTTP, smithy', signBySmithy, sendByHand] as const,
    ['undici, our SigV4', signByHand, sendByUndici.bind(undefined, connections)] as const,
    ['undici, smithy', signBySmithy, sendByUndici.bind(undefined, connections)] as const,
  ].map(([name, sign, send]) => senderOf(name, port, sign(), send(port)));

/** Lines of a signed head, without the blank one. */
type Sign = (request: Signable) => string | Promise<string>;

const signByHand = (): Sign => {
  const signer = new SigV4({ region, now: Date.now });
  signer.credentials = credentials;
  return (request) => signer.head(request);
};

type Send = Pick<Sender, 'close'> & {
  put: (head: string, path: string, body: Buffer) => Promise<void>;
};

const sendByHand = (port: number): Send => {
  const pool = new ConnectionPool(
    { tls: false, host: '127.0.0.1', port },
    { timeoutMs: 60_000, readBytes: 8_192 },
  );
  return {
    put: async (head, _path, body) => {
      const payload = { buffer: body, start: 0, length: body.length };
      await pool.exchange({ head: `${head}content-length: ${body.length}\r\n\r\n`, payload });
    },
    close: () => pool.close(),
  };
};

const signBySmithy = (): Sign => {
  const signer = new SignatureV4({
    credentials,
    region,
    service: 's3',
    sha256: Sha256,
    uriEscapePath: false,
  });
  return async ({ method, path, headers, payloadHash }) => {
    const given = Object.fromEntries([...headers, ['x-amz-content-sha256', payloadHash]]);
    const signed = await signer.sign({
      method,
      path,
      headers: given,
      query: {},
      protocol: 'http:',
      hostname: '127.0.0.1',
    });
    const lines = Object.entries(signed.headers).map(([name, value]) => `${name}: ${value}\r\n`);
    return `${method} ${path} HTTP/1.1\r\n${lines.join('')}`;
  };
};

/** SHA-256 as `@smithy/signature-v4` wants it, by Node. */
class Sha256 {
  readonly #hash;
  constructor(secret?: unknown) {
    this.#hash =
      secret === undefined
        ? createHash('sha256')
        : createHmac('sha256', secret as string | Uint8Array);
  }
  update(data: Uint8Array | string): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

const sendByUndici = (connections: number, port: number): Send => {
  const pool = new Pool(`http://${host(port)}`, { connections, pipelining: 1 });
  return {
    put: async (head, path, body) => {
      const answer = await pool.request({ method: 'PUT', path, headers: headersIn(head), body });
      await answer.body.dump();
    },
    close: () => pool.close(),
  };
};

const host = (port: number): string => `127.0.0.1:${port}`;

const headersIn = (head: string): string[] =>
  head
    .split('\r\n')
    .slice(1, -1)
    .flatMap((line) => {
      const colon = line.indexOf(': ');
      return [line.slice(0, colon), line.slice(colon + 2)];
    });

const senderOf = (name: string, port: number, sign: Sign, send: Send): Sender => ({
  name,
  put: async (key, body, hash) => {
    const path = `/bucket/${key}`;
    const headers: Signable['headers'] = [
      ['content-type', 'image/jpeg'],
      ['host', host(port)],
      ['if-none-match', '*'],
    ];
    const head = await sign({ method: 'PUT', path, query: '', headers, payloadHash: hash });
    await send.put(head, path, body);
  },
  close: send.close,
});
