/** The bodies and queries of operators' routes, under the names callers use. */
import type { Job } from '../api/answer-bodies.ts';
import type { UploadStatus } from '../api/api-types.ts';
import type { Batch, BatchFile } from './batch-bodies.ts';
import type { WebhookDelivery } from './webhook-bodies.ts';

export type { FileUrl, Job, Order, Upload } from '../api/answer-bodies.ts';
export type { UploadStatus } from '../api/api-types.ts';
export type * from './batch-bodies.ts';
export type * from './order-bodies.ts';
export type * from './repair-bodies.ts';
export type * from './upkeep-bodies.ts';
export type * from './webhook-bodies.ts';

/** Most entries of a page (1..100, by default 25), and where it begins. */
export type PageQuery = { limit?: number | undefined; cursor?: string | undefined };

/**
 * A state of an order, as operators look for it. `stuck`: the reconciler is late. `payment_held`: a
 * person must decide on a payment. These two stand alone in a query.
 */
export type OrderState =
  | 'awaiting_payment'
  | 'paid'
  | 'failed'
  | 'compensation_failed'
  | 'completed'
  | 'stuck'
  | 'payment_held';

/**
 * Which orders to list; every field narrows. `from` and `to` are ISO 8601, of an order's last
 * change. The list is last changed first; of one owner (`me`: the caller) it is newest first.
 */
export type OrderQuery = PageQuery & {
  ownerId?: string | undefined;
  status?: OrderState | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

/** Which uploads to list; every field narrows. Times are ISO 8601. */
export type UploadListQuery = PageQuery & {
  ownerId?: string | undefined;
  partnerId?: string | undefined;
  category?: string | undefined;
  status?: UploadStatus | undefined;
  from?: string | undefined;
  to?: string | undefined;
  expiringBefore?: string | undefined;
  legacyPath?: string | undefined;
};

/** How a link is named without its token: by its order and its own id. */
export type LinkName = { orderId: string; linkId: string };

/** Whose links to list: their maker's. */
export type LinkQuery = PageQuery & { ownerId: string };

/** Which acts to list; every field narrows. Times are ISO 8601. */
export type AuditQuery = PageQuery & {
  actor?: string | undefined;
  subject?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

/** Which webhook deliveries to list; every field narrows. `subject`: an order, upload or job. */
export type WebhookDeliveryQuery = PageQuery & {
  endpoint?: string | undefined;
  status?: WebhookDelivery['status'] | undefined;
  subject?: string | undefined;
};

/** Which jobs to list; every field narrows. `me` as the owner: the caller's own. */
export type JobQuery = PageQuery & {
  ownerId?: string | undefined;
  status?: Job['status'] | undefined;
};

/** Which batches to list. */
export type BatchQuery = PageQuery & { status?: Batch['status'] | undefined };

/** Which files of a batch to list. */
export type BatchFileQuery = PageQuery & { status?: BatchFile['status'] | undefined };

/** Figures by day: how many days back (1..366, by default 30), and of which category. */
export type StatsQuery = { days?: number | undefined; category?: string | undefined };
