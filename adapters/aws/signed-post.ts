import { SignatureV4 } from '@smithy/signature-v4';
import { TransientFault } from '../../core/errors.ts';
import type { Credentials } from './aws-credentials.ts';
import { NodeSha256 } from './node-sha256.ts';

/** Where a service of AWS is reached, and as whom; with an `endpoint`, every service is there. */
export type Where = {
  region: string;
  endpoint?: string | undefined;
  credentials: () => Promise<Credentials>;
};

type Post = {
  service: string;
  path?: string;
  contentType: string;
  headers?: Record<string, string>;
  body: string;
  timeoutMs?: number;
};

const longestMs = 10_000;

/**
 * One signed call, for services whose few calls are not worth an SDK client. Throws
 * `TransientFault` when nobody answers.
 */
export const signedPost = async (
  { region, endpoint, credentials }: Where,
  post: Post,
): Promise<Response> => {
  const { service, path = '/', contentType, body, timeoutMs = longestMs } = post;
  const url = new URL(path, endpoint ?? `https://${service}.${region}.amazonaws.com`);
  const signer = new SignatureV4({ service, region, credentials, sha256: NodeSha256 });
  const { protocol, host, hostname, port } = url;
  const headers = { host, 'content-type': contentType, ...post.headers };
  const place = { protocol, hostname, ...(port && { port: Number(port) }), path, query: {} };
  const signed = await signer.sign({ method: 'POST', ...place, headers, body });
  return fetch(url, {
    method: 'POST',
    headers: signed.headers,
    body,
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((cause: unknown) => {
    throw new TransientFault(
      `${service} did not answer. Check the network and the region, and try again.`,
      { cause },
    );
  });
};
