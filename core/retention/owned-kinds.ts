import type { Link } from '../delivery/model/link.ts';
import { linkIdOf } from '../delivery/model/link.ts';
import type { Job } from '../jobs/model/job.ts';
import type { Order } from '../orders/model/order.ts';
import { type ClaimedSession, isClaimed } from '../sessions/model/session.ts';
import { inGroups } from '../shared/in-groups.ts';
import type { UnreadableRecord } from '../shared/model/unreadable-record.ts';
import { readEach, withoutUnreadable } from '../shared/unreadable.ts';
import type { Upload } from '../uploads/model/upload.ts';
import {
  type EraseOwnedDeps,
  endJob,
  eraseOneJob,
  eraseOneLink,
  eraseOneOrder,
  eraseOneUpload,
  reasonForJob,
  reasonForOrder,
  reasonForUpload,
} from './erase-owned.ts';
import { isLastLook, isMeant, type OwnerErasure } from './model/owner-erasure.ts';

/** Kinds of records that an erasure counts. */
export type CountedKind = 'uploads' | 'orders' | 'jobs' | 'links';

/** `unreadable`: records that may be the owner's, and that no run can erase. */
type OwnedPage<Item> = { items: Item[]; unreadable: readonly UnreadableRecord[] };

/** One kind of an owner's records: how they are listed, and how one of them goes. */
export type OwnedKind<Item> = {
  /** What the step counts. A step that only prepares others counts nothing. */
  counted?: CountedKind;
  pages: (deps: EraseOwnedDeps, erasure: OwnerErasure) => AsyncIterable<OwnedPage<Item>>;
  idOf: (item: Item) => string;
  bytesOf?: (item: Item) => number;
  /** Why the record must stay for now; `undefined` if it can go. */
  reasonFor: (deps: EraseOwnedDeps, item: Item) => Promise<string | undefined>;
  erase: (deps: EraseOwnedDeps, item: Item, erasure: OwnerErasure) => Promise<void>;
};

/** Deliberate, not as many as possible: S3 and the tables serve customers meanwhile. */
const atOnce = 20;

type Listed<Item> = OwnedPage<Item> & { next?: string | undefined };

/** Every page of a list, without what the request does not mean. */
async function* pagesOf<Item extends { ownerId: string; createdAt: string }>(
  erasure: OwnerErasure,
  read: (stretch: { limit: number; after?: string | undefined }) => Promise<Listed<Item>>,
): AsyncGenerator<OwnedPage<Item>> {
  let after: string | undefined;
  do {
    const { items, unreadable, next } = await read({ limit: atOnce, after });
    yield { items: items.filter((item) => isMeant(item, erasure)), unreadable };
    after = next;
  } while (after !== undefined);
}

const uploads: OwnedKind<Upload> = {
  counted: 'uploads',
  pages: (deps, erasure) =>
    pagesOf(erasure, async (stretch) => {
      const { answer, unreadable } = await withoutUnreadable(
        deps.uploads.list({ ownerId: erasure.ownerId }, stretch),
      );
      return { items: answer.uploads, unreadable, next: answer.next };
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
      const { answer, unreadable } = await readEach(ids, (id) => deps.orders.find(id));
      const items = answer.flatMap((one) => one?.order ?? []);
      yield { items: items.filter((order) => isMeant(order, erasure)), unreadable };
    }
  },
  idOf: ({ orderId }) => orderId,
  reasonFor: async (_deps, order) => reasonForOrder(order),
  erase: eraseOneOrder,
};

const jobPages: OwnedKind<Job>['pages'] = (deps, erasure) =>
  pagesOf(erasure, async (stretch) => {
    const { answer, unreadable } = await withoutUnreadable(
      deps.jobs.list({ ownerId: erasure.ownerId }, stretch),
    );
    return { items: answer.jobs, unreadable, next: answer.next };
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
      const { answer, unreadable } = await withoutUnreadable(
        deps.links.ofMaker(erasure.ownerId, stretch),
      );
      return { items: answer.links, unreadable, next: answer.next };
    }),
  idOf: linkIdOf,
  reasonFor: async () => undefined,
  erase: eraseOneLink,
};

/**
 * Sessions that the owner claimed. They go in the last look: for a day after a claim, the
 * reconciler finds by the session's record what the claim had missed.
 */
const sessions: OwnedKind<ClaimedSession> = {
  pages: async function* (deps, erasure) {
    if (!isLastLook(erasure, deps.clock.now())) return;
    for await (const hashes of inGroups(deps.sessions.claimedBy(erasure.ownerId), atOnce)) {
      const { answer, unreadable } = await readEach(hashes, (hash) =>
        deps.sessions.findByTokenHash(hash),
      );
      const items = answer
        .filter(isClaimed)
        .filter(({ claimedBy, claimedAt }) =>
          isMeant({ ownerId: claimedBy, createdAt: claimedAt }, erasure),
        );
      yield { items, unreadable };
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
export const everyKind = [runningJobs, uploads, orders, jobs, links, sessions] as const;
