import { createHash, createHmac } from 'node:crypto';

/**
 * A request as the server received it: the query as it was on the wire, header names in lower case.
 */
export type Received = {
  method: string;
  url: URL;
  headers: Readonly<Record<string, string | undefined>>;
  signedHeaders: string;
  /** `20300102T030405Z` */
  date: string;
  /** `20300102/eu-central-1/s3/aws4_request` */
  scope: string;
  /** Without it the payload is unsigned. */
  body?: string;
};

const hex = (data: string): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer =>
  createHmac('sha256', key).update(data).digest();

const canonicalQuery = ({ search }: URL): string =>
  search
    .slice(1)
    .split('&')
    .filter((pair) => !pair.startsWith('X-Amz-Signature='))
    .sort()
    .join('&');

/** SigV4 as AWS documents it, from what a server would see: an implementation of its own. Hex. */
export function serverSignature(
  secretAccessKey: string,
  { method, url, headers, signedHeaders, date, scope, body }: Received,
): string {
  const canonical = [
    method,
    url.pathname,
    canonicalQuery(url),
    ...signedHeaders.split(';').map((name) => `${name}:${headers[name]}`),
    '',
    signedHeaders,
    body === undefined ? 'UNSIGNED-PAYLOAD' : hex(body),
  ];
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  return hmac(
    key,
    ['AWS4-HMAC-SHA256', date, scope, hex(canonical.join('\n'))].join('\n'),
  ).toString('hex');
}

/** The signature's parameters of a presigned URL. */
export const presigned = (url: URL) => {
  const said = (name: string): string => url.searchParams.get(`X-Amz-${name}`) ?? '';
  const [, ...scope] = said('Credential').split('/');
  return {
    url,
    signedHeaders: said('SignedHeaders'),
    date: said('Date'),
    scope: scope.join('/'),
    signature: said('Signature'),
  };
};
