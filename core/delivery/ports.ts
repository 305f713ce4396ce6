import type { RecordErasure } from '../retention/model/erasure.ts';
import type { Stretch } from '../shared/model/stretch.ts';
import type { Link, LinkTarget } from './model/link.ts';

/** A file that may be served; `disposition` is the whole Content-Disposition header. */
export type Deliverable = {
  bucket: string;
  key: string;
  versionId: string;
  contentType: string;
  disposition: string;
  permanent: boolean;
  isPublic: boolean;
};

/** A URL that serves one file, and what serves it. */
export type Delivery = { url: string; source: 'cloudfront' | 's3' | 'local' };

/** Signs the URLs people download from. */
export interface DeliverySigner {
  sign(file: Deliverable, expiresAt: Date): Promise<Delivery>;
}

/** Permalinks, by the SHA-256 of their token. */
export interface Links {
  /** Throws `AlreadyExists`. */
  create(link: Link): Promise<void>;
  find(tokenHash: string): Promise<Link | undefined>;
  /**
   * Replaces a link that is not revoked and leads where it led when it was read; throws
   * `StaleRecord` when it does not, or is gone.
   */
  replace(link: Link, read: LinkTarget): Promise<void>;
  /**
   * One transaction: the link is deleted, and the erasure ledger says so. Throws `StaleRecord` when
   * it leads elsewhere by now, or is gone.
   */
  erase(link: Link, entry: RecordErasure): Promise<void>;
  /** Links that lead to this order now. Eventually consistent: a new one may be missing. */
  ofOrder(orderId: string): Promise<Link[]>;
  /** A page of a caller's links, newest first; `next` if there are more. Eventually consistent. */
  ofMaker(ownerId: string, stretch: Stretch): Promise<{ links: Link[]; next?: string }>;
  /** Notes the day of use (`2030-01-31`), once a day; a lost note is not an error. */
  touch(tokenHash: string, day: string): Promise<void>;
}
