import type { AgentOptions } from 'node:https';
import type { Credentials } from './aws-credentials.ts';

/** Where AWS is reached, and as whom. With an `endpoint`, every service is there. */
export type AwsAccess = {
  region: string;
  endpoint?: string | undefined;
  credentials: () => Promise<Credentials>;
  /** Proxies and certificates for an https address; by default Node's. */
  tls?: ((url: URL) => AgentOptions) | undefined;
};

const longestMs = 10_000;

/** Settings of the SDK client of a `service`. Calls fail after `timeoutMs` of silence. */
export const clientSettings = (
  { region, endpoint, credentials, tls }: AwsAccess,
  service: string,
  timeoutMs: number = longestMs,
) => ({
  region,
  credentials,
  ...(endpoint !== undefined && { endpoint }),
  requestHandler: {
    connectionTimeout: longestMs,
    requestTimeout: timeoutMs,
    ...(tls && {
      httpsAgent: tls(new URL(endpoint ?? `https://${service}.${region}.amazonaws.com`)),
    }),
  },
});
