import type { Credentials } from './aws-credentials.ts';

/** Where AWS is reached, and as whom. With an `endpoint`, every service is there. */
export type Where = {
  region: string;
  endpoint?: string | undefined;
  credentials: () => Promise<Credentials>;
};

const longestMs = 10_000;

/** Settings of an SDK client. A call fails after `timeoutMs` without an answer. */
export const clientSettings = (
  { region, endpoint, credentials }: Where,
  timeoutMs: number = longestMs,
) => ({
  region,
  credentials,
  ...(endpoint !== undefined && { endpoint }),
  requestHandler: { connectionTimeout: longestMs, requestTimeout: timeoutMs },
});
