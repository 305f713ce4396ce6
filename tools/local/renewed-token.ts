/** How a token is renewed, and when. */
export type Renewal = { renew: () => Promise<string>; maxAgeMs: number; now?: () => number };

/**
 * A function that gets a token, renewed once it is older than `maxAgeMs`. Calls at the same
 * moment share one renewal: each replaces the admin's password, and another one would fail by it.
 * After a failed renewal the next call tries again.
 */
export const renewedToken = (
  first: string,
  { renew, maxAgeMs, now = Date.now }: Renewal,
): (() => Promise<string>) => {
  let [token, madeAt] = [Promise.resolve(first), now()];
  return () => {
    if (now() - madeAt > maxAgeMs) {
      [token, madeAt] = [renew(), now()];
      token.catch(() => {
        madeAt = Number.NEGATIVE_INFINITY;
      });
    }
    return token;
  };
};
