import type { IncomingHttpHeaders } from 'node:http';

/** The longest wait, even if the server asks for more. */
const mostMs = 60_000;

/** How long to leave a busy server alone, for an error's context. */
export const retryAfterMs = ({
  'retry-after': said,
}: IncomingHttpHeaders): { retryAfterMs?: number } => {
  if (said === undefined) return {};
  const ms = /^\d{1,6}$/.test(said) ? Number(said) * 1000 : Date.parse(said) - Date.now();
  return ms > 0 ? { retryAfterMs: Math.min(ms, mostMs) } : {};
};
