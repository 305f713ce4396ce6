import type { OperatorClient } from '@keepsake/client/operator';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useApi } from './api-context.tsx';

const runningMs = 2_000;
const quietMs = 10_000;

/** When to ask again, in ms: soon while something runs, else after `restMs`. */
export const pollingMs = (isRunning: boolean, restMs = quietMs): number =>
  isRunning ? runningMs : restMs;

type Polled<T> = {
  /** Names the answer. Queries of the same key share it. */
  key: readonly unknown[];
  ask: (api: OperatorClient, signal: AbortSignal) => Promise<T>;
  /** Whether the answer shows work in progress, which makes it change soon. */
  isRunning?: (answer: T) => boolean;
  /** Milliseconds between polls while nothing runs; 10,000 by default. */
  restMs?: number;
  /** False: do not ask. */
  enabled?: boolean;
  /** False: ask once, and again only on demand, because asking has an effect of its own. */
  renews?: boolean;
};

/**
 * Asks the API and keeps the answer current: every 2 s while something runs, else every 10 s, and
 * never in a hidden tab. With `renews: false`, once.
 */
export const usePolled = <T>({
  key,
  ask,
  isRunning = () => false,
  restMs,
  enabled = true,
  renews = true,
}: Polled<T>): UseQueryResult<T> => {
  const api = useApi();
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => ask(api, signal),
    enabled,
    refetchInterval: ({ state: { data } }) =>
      renews && pollingMs(data !== undefined && isRunning(data), restMs),
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: renews,
    refetchOnReconnect: renews,
  });
};
