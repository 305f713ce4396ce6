import type { IncomingHttpHeaders } from 'node:http';

/** A server that asks for more is asked again nevertheless. */
const mostMs = 60_000;

/** How long a busy server wants not to be asked, as part of an error's context. */
export const retryAfterMs = ({
  'retry-after': said,
}: IncomingHttpHeaders): { retryAfterMs?: number } => {
  if (said === undefined) return {};
  const ms = /^\d{1,6}$/.test(said) ? Number(said) * 1000 : Date.parse(said) - Date.now();
  return ms > 0 ? { retryAfterMs: Math.min(ms, mostMs) } : {};
};
