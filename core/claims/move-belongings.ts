import { NotFound } from '../errors.ts';
import { changeJob } from '../jobs/change-job.ts';
import type { Jobs } from '../jobs/ports.ts';
import { changeOrder } from '../orders/change-order.ts';
import type { Orders } from '../orders/ports.ts';
import type { Clock } from '../shared/ports.ts';
import { settleAll } from '../shared/settle-all.ts';
import { changeUpload } from '../uploads/change-upload.ts';
import type { Upload } from '../uploads/model/upload.ts';
import type { Uploads } from '../uploads/ports.ts';

export type MoveDeps = { uploads: Uploads; orders: Orders; jobs: Jobs; clock: Clock };

/**
 * A move from a session to the owner who claimed it. Records made with the session's token after
 * `until` do not move.
 */
export type Move = { from: string; to: string; until: string };

type Owned = { ownerId: string; createdAt: string };

const isMoved = ({ ownerId, createdAt }: Owned, { from, until }: Move): boolean =>
  ownerId === from && createdAt <= until;

/**
 * A worker registers a job's results under the job's owner at that moment, also after a claim.
 * Workers reserve no quota, and a session always does: so a reservation tells the two apart.
 */
const isResultOfMoved = async (
  { jobs }: MoveDeps,
  { ownerId, reservedFor, jobIds = [] }: Upload,
  { from, until }: Move,
): Promise<boolean> => {
  if (ownerId !== from || reservedFor !== undefined || jobIds.length === 0) return false;
  return (await jobs.findMany(jobIds)).some(({ createdAt }) => createdAt <= until);
};

/** How much is looked up, and moved at the same time. */
const atOnce = 50;

/** The record as its new owner's, or as it was when it is not to be moved (any more). */
const handedOver = <Kept extends Owned>(
  current: Kept,
  move: Move,
  mayMove = isMoved(current, move),
): Kept => (mayMove ? { ...current, ownerId: move.to, sessionId: move.from } : current);

const uploadHandedOver = async (deps: MoveDeps, upload: Upload, move: Move): Promise<Upload> =>
  handedOver(upload, move, isMoved(upload, move) || (await isResultOfMoved(deps, upload, move)));

/** Whether a record changed hands; one that is gone meanwhile did not. */
const tryMove = async (
  change: (note: <Kept extends Owned>(before: Kept, after: Kept) => Kept) => Promise<unknown>,
): Promise<boolean> => {
  let hasMoved = false;
  try {
    await change((before, after) => {
      hasMoved = before !== after;
      return after;
    });
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    return false;
  }
  return hasMoved;
};

const countTrue = (results: readonly boolean[]): number => results.filter(Boolean).length;

const moveUploads = async (deps: MoveDeps, move: Move): Promise<number> => {
  let count = 0;
  for (let after: string | undefined, more = true; more; more = after !== undefined) {
    const page = await deps.uploads.list({ ownerId: move.from }, { limit: atOnce, after });
    const results = await settleAll(page.uploads, ({ uploadId }) =>
      tryMove((note) =>
        changeUpload(deps, uploadId, async (upload) =>
          note(upload, await uploadHandedOver(deps, upload, move)),
        ),
      ),
    );
    count += countTrue(results);
    after = page.next;
  }
  return count;
};

const moveOrder = (deps: MoveDeps, orderId: string, move: Move): Promise<boolean> =>
  tryMove((note) =>
    changeOrder(deps, orderId, ({ order }) => ({ order: note(order, handedOver(order, move)) })),
  );

const moveOrders = async (deps: MoveDeps, move: Move): Promise<number> => {
  let count = 0;
  for await (const orderId of deps.orders.listOwned(move.from))
    count += (await moveOrder(deps, orderId, move)) ? 1 : 0;
  return count;
};

const moveJobs = async (deps: MoveDeps, move: Move): Promise<void> => {
  for (let after: string | undefined, more = true; more; more = after !== undefined) {
    const page = await deps.jobs.list({ ownerId: move.from }, { limit: atOnce, after });
    await settleAll(page.jobs, ({ jobId }) =>
      changeJob(deps, jobId, (job) => handedOver(job, move)),
    );
    after = page.next;
  }
};

/**
 * Hands every record of one owner to another, one by one, each only while it still belongs to the
 * first owner. Repeating the call moves records that eventually consistent lists missed. Permalinks
 * follow their orders, and files stay where they are.
 */
export const moveBelongings = async (
  deps: MoveDeps,
  move: Move,
): Promise<{ uploads: number; orders: number }> => {
  // Uploads move before orders. Otherwise an order could name an upload of another owner.
  const uploads = await moveUploads(deps, move);
  const orders = await moveOrders(deps, move);
  await moveJobs(deps, move);
  return { uploads, orders };
};
