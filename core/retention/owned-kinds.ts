import type { Link } from '../delivery/model/link.ts';
import { linkIdOf } from '../delivery/model/link.ts';
import type { Job } from '../jobs/model/job.ts';
import type { Order } from '../orders/model/order.ts';
import { type ClaimedSession, isClaimed } from '../sessions/model/session.ts';
import { inGroups } from '../shared/in-groups.ts';
import { daysAfter } from '../shared/model/later.ts';
import type { Upload } from '../uploads/model/upload.ts';
import { deliveryDays } from '../webhooks/model/webhook.ts';
import {
  type EraseOwnedDeps,
  endJob,
  eraseDeliveries,
  eraseOneJob,
  eraseOneLink,
  eraseOneOrder,
  eraseOneUpload,
  reasonForJob,
  reasonForOrder,
  reasonForUpload,
} from './erase-owned.ts';
import { erasedId, type LedgerEntry } from './model/erasure.ts';
import { isLastLook, isMeant, type OwnerErasure } from './model/owner-erasure.ts';

/** Kinds of records that an erasure counts. */
export type CountedKind = 'uploads' | 'orders' | 'jobs' | 'links';

/** One kind of an owner's records: how they are listed, and how one of them goes. */
export type OwnedKind<Item> = {
  /** Absent for a step that only prepares others. */
  counted?: CountedKind;
  pages: (deps: EraseOwnedDeps, erasure: OwnerErasure) => AsyncIterable<Item[]>;
  idOf: (item: Item) => string;
  bytesOf?: (item: Item) => number;
  /** Why the record must stay for now; `undefined` if it can go. */
  reasonFor: (deps: EraseOwnedDeps, item: Item) => Promise<string | undefined>;
  erase: (deps: EraseOwnedDeps, item: Item, erasure: OwnerErasure) => Promise<void>;
};

/** Deliberate, not as many as possible: S3 and the tables serve customers meanwhile. */
const atOnce = 20;

type Listed<Item> = { items: Item[]; next?: string | undefined };

/** Every page of a list, without what the request does not mean. */
async function* pagesOf<Item extends { ownerId: string; createdAt: string }>(
  erasure: OwnerErasure,
  read: (stretch: { limit: number; after?: string | undefined }) => Promise<Listed<Item>>,
): AsyncGenerator<Item[]> {
  let after: string | undefined;
  do {
    const { items, next } = await read({ limit: atOnce, after });
    yield items.filter((item) => isMeant(item, erasure));
    after = next;
  } while (after !== undefined);
}

const uploads: OwnedKind<Upload> = {
  counted: 'uploads',
  pages: (deps, erasure) =>
    pagesOf(erasure, async (stretch) => {
      const page = await deps.uploads.list({ ownerId: erasure.ownerId }, stretch);
      return { items: page.uploads, next: page.next };
    }),
  idOf: ({ uploadId }) => uploadId,
  bytesOf: ({ sizeBytes }) => sizeBytes,
  reasonFor: reasonForUpload,
  erase: eraseOneUpload,
};

const orders: OwnedKind<Order> = {
  counted: 'orders',
  pages: async function* (deps, erasure) {
    for await (const ids of inGroups(deps.orders.listOwned(erasure.ownerId), atOnce)) {
      const found = await Promise.all(ids.map((orderId) => deps.orders.find(orderId)));
      yield found.flatMap((one) => (one && isMeant(one.order, erasure) ? [one.order] : []));
    }
  },
  idOf: ({ orderId }) => orderId,
  reasonFor: async (_deps, order) => reasonForOrder(order),
  erase: eraseOneOrder,
};

const jobPages: OwnedKind<Job>['pages'] = (deps, erasure) =>
  pagesOf(erasure, async (stretch) => {
    const page = await deps.jobs.list({ ownerId: erasure.ownerId }, stretch);
    return { items: page.jobs, next: page.next };
  });

const jobs: OwnedKind<Job> = {
  counted: 'jobs',
  pages: jobPages,
  idOf: ({ jobId }) => jobId,
  reasonFor: async (_deps, job) => reasonForJob(job),
  erase: eraseOneJob,
};

const runningJobs: OwnedKind<Job> = {
  pages: jobPages,
  idOf: ({ jobId }) => jobId,
  reasonFor: async () => undefined,
  erase: endJob,
};

const links: OwnedKind<Link> = {
  counted: 'links',
  pages: (deps, erasure) =>
    pagesOf(erasure, async (stretch) => {
      const page = await deps.links.ofMaker(erasure.ownerId, stretch);
      return { items: page.links, next: page.next };
    }),
  idOf: linkIdOf,
  reasonFor: async () => undefined,
  erase: eraseOneLink,
};

/** Deliveries older than that have expired. */
const isTold = (entry: LedgerEntry, { requestedAt }: OwnerErasure): boolean =>
  new Date(entry.erasedAt) >= daysAfter(requestedAt, -deliveryDays);

/**
 * What the stage's webhooks told of the owner's records, by the ledger. The webhook that tells a
 * shop of the erasure comes later: the last look finds its record.
 */
const deliveries: OwnedKind<LedgerEntry> = {
  pages: async function* (deps, erasure) {
    let after: string | undefined;
    do {
      const { entries, next } = await deps.erasures.list({ limit: atOnce * 5, after });
      const told = entries.filter((entry) => isTold(entry, erasure));
      yield told.filter(({ ownerId }) => ownerId === erasure.ownerId);
      after = told.length === entries.length ? next : undefined;
    } while (after !== undefined);
  },
  idOf: erasedId,
  reasonFor: async () => undefined,
  erase: eraseDeliveries,
};

/**
 * Sessions that the owner claimed. They go in the last look: for a day after a claim, the
 * reconciler finds by the session's record what the claim had missed.
 */
const sessions: OwnedKind<ClaimedSession> = {
  pages: async function* (deps, erasure) {
    if (!isLastLook(erasure, deps.clock.now())) return;
    for await (const hashes of inGroups(deps.sessions.claimedBy(erasure.ownerId), atOnce)) {
      const found = await Promise.all(hashes.map((hash) => deps.sessions.findByTokenHash(hash)));
      yield found
        .filter(isClaimed)
        .filter(({ claimedBy, claimedAt }) =>
          isMeant({ ownerId: claimedBy, createdAt: claimedAt }, erasure),
        );
    }
  },
  idOf: ({ sessionId }) => sessionId,
  reasonFor: async () => undefined,
  erase: ({ sessions: store }, { tokenHash }) => store.erase(tokenHash),
};

/**
 * The kinds in the sequence in which they go. Running jobs end first, because they hold files. Jobs
 * and orders go after the uploads that name them: an upload whose job has no record is held for
 * some minutes, because the job may be on its way.
 */
export const everyKind = [runningJobs, uploads, orders, jobs, links, deliveries, sessions] as const;
