/** The bodies and queries of operators' routes under the names that callers of the client use. */
import type { UploadStatus } from '../api/api-types.ts';
import type { BatchFile } from './batch-bodies.ts';

export type { FileUrl, Job, Order, Upload } from '../api/answer-bodies.ts';
export type { UploadStatus } from '../api/api-types.ts';
export type * from './batch-bodies.ts';
export type * from './order-bodies.ts';
export type * from './upkeep-bodies.ts';

/** How many entries a page has at most (1..100, 25 unless told), and where it begins. */
export type PageQuery = { limit?: number; cursor?: string };

/** A state of an order, as operators look for it. `stuck`: the reconciler is late. */
export type OrderState =
  | 'awaiting_payment'
  | 'paid'
  | 'failed'
  | 'compensation_failed'
  | 'completed'
  | 'stuck';

/** Which orders to list: those of one owner, or of all owners in one state. */
export type OrderQuery = PageQuery & { ownerId?: string; status?: OrderState };

/** Which uploads to list; every field narrows. Times are ISO 8601. */
export type UploadListQuery = PageQuery & {
  ownerId?: string;
  partnerId?: string;
  category?: string;
  status?: UploadStatus;
  from?: string;
  to?: string;
  expiringBefore?: string;
  legacyPath?: string;
};

/** Which files of a batch to list. */
export type BatchFileQuery = PageQuery & { status?: BatchFile['status'] };

/** How many days the figures by day go back: 1..366, 30 unless told. */
export type StatsQuery = { days?: number };
