import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { SignatureV4 } from '@smithy/signature-v4';
import * as fc from 'fast-check';
import { NodeSha256 } from '../../../../../adapters/aws/node-sha256.ts';
import { Hmac } from '../../../../../adapters/bulk/transfer/s3/hmac.ts';
import { SigV4 } from '../../../../../adapters/bulk/transfer/s3/sigv4.ts';
import { encodedKey, escaped } from '../../../../../adapters/storage/s3-copy-source.ts';

const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'token' };
const noon = Date.UTC(2030, 0, 2, 12, 0, 0);
const payloadHash = createHash('sha256').update('body').digest('hex');

const signer = (now: () => number): SigV4 => {
  const made = new SigV4({ region: 'eu-central-1', now });
  made.credentials = credentials;
  return made;
};

const authorizationOf = (head: string): string => /authorization: (.*)\r\n/.exec(head)?.[1] ?? '';

type Asked = {
  method: string;
  key: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  at: number;
};

const theirs = async ({ method, key, query, headers, at }: Asked): Promise<string> => {
  const smithy = new SignatureV4({
    service: 's3',
    region: 'eu-central-1',
    credentials,
    sha256: NodeSha256,
    uriEscapePath: false,
    applyChecksum: false,
  });
  const request = {
    method,
    protocol: 'https:',
    hostname: 'b.test',
    path: `/${encodedKey(key)}`,
    query,
    headers: { host: 'b.test', 'x-amz-content-sha256': payloadHash, ...headers },
  };
  const signed = await smithy.sign(request, { signingDate: new Date(at) });
  return signed.headers.authorization ?? '';
};

const ours = ({ method, key, query, headers, at }: Asked): string => {
  const text = Object.keys(query)
    .sort()
    .map((name) => `${escaped(name)}=${escaped(query[name] ?? '')}`)
    .join('&');
  const all: [string, string][] = [['host', 'b.test'], ...Object.entries(headers)];
  return authorizationOf(
    signer(() => at).head({
      method,
      path: `/${encodedKey(key)}`,
      query: text,
      headers: all,
      payloadHash,
    }),
  );
};

describe('a signature', () => {
  it('is the one that the SDK makes, whatever is asked', async () => {
    const name = fc.stringMatching(/^x-amz-meta-[a-z0-9-]{1,12}$/);
    const value = fc.stringMatching(/^[!-~]( ?[!-~]){0,20}$/);
    const asked = fc.record({
      method: fc.constantFrom('GET', 'PUT', 'POST', 'HEAD', 'DELETE'),
      key: fc
        .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
        .filter((key) => key.isWellFormed()),
      query: fc.dictionary(fc.stringMatching(/^[a-zA-Z-]{1,10}$/), fc.string({ maxLength: 10 }), {
        noNullPrototype: true,
      }),
      headers: fc.dictionary(name, value, { noNullPrototype: true }),
      at: fc.integer({ min: 0, max: noon }),
    });
    await fc.assert(
      fc.asyncProperty(asked, async (request) => expect(ours(request)).toBe(await theirs(request))),
      { numRuns: 300 },
    );
  });

  it('reads runs of spaces as one', async () => {
    const asked = {
      method: 'PUT',
      key: 'k',
      query: {},
      headers: { 'content-disposition': 'attachment; filename="a  b   c"' },
      at: noon,
    };
    expect(ours(asked)).toBe(await theirs(asked));
  });

  it('is of the new day after midnight', () => {
    let now = Date.UTC(2030, 0, 2, 23, 59, 59, 999);
    const one = signer(() => now);
    const asked = () => ({ method: 'GET', path: '/', query: '', headers: [], payloadHash });
    expect(authorizationOf(one.head(asked()))).toContain('/20300102/');
    now += 1;
    expect(authorizationOf(one.head(asked()))).toContain('/20300103/');
    expect(one.head(asked())).toBe(signer(() => now).head(asked()));
  });

  it('is of the new credentials once they are set', () => {
    const one = signer(() => noon);
    const asked = () => ({ method: 'GET', path: '/', query: '', headers: [], payloadHash });
    one.head(asked());
    one.credentials = { accessKeyId: 'OTHER', secretAccessKey: 'other' };
    expect(one.head(asked())).toContain('Credential=OTHER/');
    expect(one.head(asked())).not.toContain('x-amz-security-token');
  });

  it('goes by the server’s clock once it is known', () => {
    const one = signer(() => noon);
    one.skewMs = 3_600_000;
    expect(one.head({ method: 'GET', path: '/', query: '', headers: [], payloadHash })).toContain(
      'x-amz-date: 20300102T130000Z',
    );
  });
});

describe('an HMAC', () => {
  it('is the one Node makes', () => {
    void fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.stringMatching(/^[ -~]{0,200}$/),
        (key, text) => {
          expect(new Hmac(Buffer.from(key)).hex(text)).toBe(
            createHmac('sha256', key).update(text).digest('hex'),
          );
        },
      ),
    );
  });

  it('is of each text alone', () => {
    const hmac = new Hmac(Buffer.alloc(32, 1));
    const first = hmac.hex('short');
    hmac.hex('a much longer text than the one before it');
    expect(hmac.hex('short')).toBe(first);
  });
});
