import type { Link } from '../delivery/model/link.ts';
import { linkIdOf } from '../delivery/model/link.ts';
import type { Links } from '../delivery/ports.ts';
import { jobEvents } from '../event-names.ts';
import { changeJob } from '../jobs/change-job.ts';
import type { Job } from '../jobs/model/job.ts';
import type { Jobs } from '../jobs/ports.ts';
import type { Order } from '../orders/model/order.ts';
import { isSwept } from '../orders/model/order-sweep.ts';
import type { Orders } from '../orders/ports.ts';
import type { Sessions } from '../sessions/ports.ts';
import type { UnreadableRecord } from '../shared/model/unreadable-record.ts';
import { settleAll } from '../shared/settle-all.ts';
import { complete, withoutUnreadable } from '../shared/unreadable.ts';
import { holdEnd, isHeld } from '../uploads/model/legal-hold.ts';
import type { Upload } from '../uploads/model/upload.ts';
import type { Deliveries } from '../webhooks/ports.ts';
import { type EraseDeps, eraseWhileOwned } from './erase-upload.ts';
import { erasedId, type LedgerEntry, type RecordErasure } from './model/erasure.ts';
import { erasedOwner, type OwnerErasure } from './model/owner-erasure.ts';
import { isNeeded } from './upload-needed.ts';

export type EraseOwnedDeps = EraseDeps & {
  orders: Pick<Orders, 'find' | 'listOwned' | 'erase'>;
  jobs: Pick<Jobs, 'find' | 'findMany' | 'list' | 'save' | 'erase'>;
  links: Pick<Links, 'ofOrder' | 'ofMaker' | 'replace' | 'erase'>;
  deliveries: Pick<Deliveries, 'list' | 'erase'>;
  sessions: Pick<Sessions, 'claimedBy' | 'findByTokenHash' | 'erase'>;
};

/** Why a record cannot go yet, in a sentence for the operator; `undefined` if it can. */
type Reason = string | undefined;

/** Why the upload cannot go yet. */
export const reasonForUpload = async (deps: EraseOwnedDeps, upload: Upload): Promise<Reason> => {
  if (isHeld(upload, deps.clock.now()))
    return `The upload is held by law until ${holdEnd(upload)}.`;
  const asking = { ...deps, jobs: endedJobs(deps) };
  return (await isNeeded(asking, upload, { as: 'erased', touchedAt: upload.updatedAt }))
    ? 'An order being migrated or an ending job needs it.'
    : undefined;
};

/** Jobs as they are once the running ones were ended. */
const endedJobs = ({ jobs }: EraseOwnedDeps): Pick<Jobs, 'findMany'> => ({
  findMany: async (jobIds) =>
    (await jobs.findMany(jobIds)).map((job) =>
      job.status === 'running' ? { ...job, status: 'failed' } : job,
    ),
});

/** Erases an upload in any state. Bytes that arrive later find no record and are removed. */
export const eraseOneUpload = (
  deps: EraseOwnedDeps,
  upload: Upload,
  { requestedBy }: OwnerErasure,
): Promise<void> => eraseWhileOwned(deps, upload, requestedBy);

/** Why the order must keep its owner for now. */
export const reasonForOrder = (order: Order): Reason => {
  if (order.status === 'paid') return 'The order is being migrated.';
  if (order.announcement) return 'Its end is being announced.';
  if (order.status === 'refund_requested' && !isSwept(order))
    return 'Its failed migration is still being cleaned up.';
  return undefined;
};

/** Erases a link. A printed one answers like one that never was. */
export const eraseOneLink = (
  deps: EraseOwnedDeps,
  link: Link,
  erasure: OwnerErasure,
): Promise<void> =>
  deps.links.erase(link, entryOf(deps, erasure, { kind: 'link', recordId: linkIdOf(link) }));

const entryOf = (
  { clock }: Pick<EraseOwnedDeps, 'clock'>,
  { ownerId, requestedBy }: OwnerErasure,
  record: Pick<RecordErasure, 'kind' | 'recordId'>,
): RecordErasure => ({
  ...record,
  ownerId,
  erasedAt: clock.now().toISOString(),
  erasedBy: requestedBy,
});

/** The links go first: once the order has another owner, no list leads to them. */
export const eraseOneOrder = async (
  deps: EraseOwnedDeps,
  order: Order,
  erasure: OwnerErasure,
): Promise<void> => {
  for (const link of await deps.links.ofOrder(order.orderId))
    await eraseOneLink(deps, link, erasure);
  const entry = entryOf(deps, erasure, { kind: 'order', recordId: order.orderId });
  await deps.orders.erase(withoutOwner(order, entry.erasedAt), entry);
};

/** The order without what leads to its owner. Accounts need the rest: payments and refunds. */
const withoutOwner = ({ sessionId: _of, ...order }: Order, now: string): Order => ({
  ...order,
  ownerId: erasedOwner,
  heldPayments: order.heldPayments.map(({ note: _written, ...payment }) => payment),
  updatedAt: now,
});

const reason = 'The files of its owner were erased.';

/** Ends a running job, which would hold its files. The reconciler announces the end. */
export const endJob = async (deps: EraseOwnedDeps, { jobId }: Job): Promise<void> => {
  await changeJob(deps, jobId, (job) => ended(job, deps.clock.now().toISOString()));
};

/** Every file of the job is erased by itself, so its policy is not applied. */
const ended = (job: Job, now: string): Job =>
  job.status === 'running'
    ? {
        ...job,
        status: 'failed',
        reason,
        finishedAt: now,
        announcements: [
          ...job.announcements,
          { detailType: jobEvents.failed, detail: { jobId: job.jobId, title: job.title, reason } },
        ],
      }
    : job;

/** Why the job's record must stay for now. */
export const reasonForJob = ({ status, announcements }: Job): Reason => {
  if (status === 'finishing' || status === 'failing') return 'The job is ending.';
  return announcements.length > 0 ? 'Its end is being announced.' : undefined;
};

/** Deletes the record of an ended job. */
export const eraseOneJob = (deps: EraseOwnedDeps, job: Job, erasure: OwnerErasure): Promise<void> =>
  deps.jobs.erase(job, entryOf(deps, erasure, { kind: 'job', recordId: job.jobId }));

/**
 * Deletes what is on record of events about an erased record: they name its owner. Throws
 * `RecordUnreadable` once the others are deleted.
 */
export const eraseDeliveries = async (
  { deliveries }: Pick<EraseOwnedDeps, 'deliveries'>,
  entry: LedgerEntry,
): Promise<void> => {
  const query = { subject: erasedId(entry), endpoints: [] };
  const lost: UnreadableRecord[] = [];
  let after: string | undefined;
  do {
    const page = await withoutUnreadable(deliveries.list(query, { limit: 100, after }));
    await settleAll(page.answer.entries, ({ deliveryId }) => deliveries.erase(deliveryId));
    lost.push(...page.unreadable);
    after = page.answer.next;
  } while (after !== undefined);
  complete(undefined, lost);
};
