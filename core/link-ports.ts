import type { Link } from './model/link.ts';

/** Permalinks, by the SHA-256 of their token. */
export interface Links {
  /** Throws `AlreadyExists`. */
  create(link: Link): Promise<void>;
  find(tokenHash: string): Promise<Link | undefined>;
  /** Replaces a link that is not revoked; throws `StaleRecord` when it is, or is gone. */
  replace(link: Link): Promise<void>;
  /** Every link of an order; which ones is eventually consistent, what they say is not. */
  ofOrder(orderId: string): Promise<Link[]>;
  /** Notes the day of use (`2030-01-31`), once a day at most; a lost note is no error. */
  touch(tokenHash: string, day: string): Promise<void>;
}
