import { NotFound, RecordUnreadable } from '../errors.ts';
import { changeJob } from '../jobs/change-job.ts';
import type { Jobs } from '../jobs/ports.ts';
import { changeOrder } from '../orders/change-order.ts';
import type { Orders } from '../orders/ports.ts';
import type { UnreadableRecord } from '../shared/model/unreadable-record.ts';
import type { Clock } from '../shared/ports.ts';
import { settleAll } from '../shared/settle-all.ts';
import { withoutUnreadable } from '../shared/unreadable.ts';
import { changeUpload } from '../uploads/change-upload.ts';
import type { Upload } from '../uploads/model/upload.ts';
import type { Uploads } from '../uploads/ports.ts';

export type MoveDeps = { uploads: Uploads; orders: Orders; jobs: Jobs; clock: Clock };

/** A session's move to its new owner. Records made with its token after `until` stay. */
export type Move = { from: string; to: string; until: string };

/** Records that cannot be read stay where they are; those of one move, by their id. */
type Lost = Map<string, UnreadableRecord>;

/** How much is looked up, and moved at the same time. */
const atOnce = 50;

/**
 * Hands every record of one owner to another, one by one, each only while it still belongs to the
 * first owner. Repeating the call moves records that eventually consistent lists missed. Permalinks
 * follow their orders, and files stay where they are. A record that cannot be read stays the first
 * owner's, and does not stop the others.
 */
export const moveBelongings = async (
  deps: MoveDeps,
  move: Move,
): Promise<{ uploads: number; orders: number; unreadable: UnreadableRecord[] }> => {
  const lost: Lost = new Map();
  // Uploads move before orders. Otherwise an order could name an upload of another owner.
  const uploads = await moveUploads(deps, move, lost);
  const orders = await moveOrders(deps, move, lost);
  await moveJobs(deps, move, lost);
  return { uploads, orders, unreadable: [...lost.values()] };
};

const moveUploads = async (deps: MoveDeps, move: Move, lost: Lost): Promise<number> => {
  let count = 0;
  for (let after: string | undefined, more = true; more; more = after !== undefined) {
    const { answer: page, unreadable } = await withoutUnreadable(
      deps.uploads.list({ ownerId: move.from }, { limit: atOnce, after }),
    );
    noteLost(lost, unreadable);
    const results = await settleAll(page.uploads, ({ uploadId }) =>
      tryMove(lost, (note) =>
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

const noteLost = (lost: Lost, unreadable: readonly UnreadableRecord[]): void => {
  for (const record of unreadable) lost.set(record.id, record);
};

type Owned = { ownerId: string; createdAt: string };

/** Whether a record changed hands; one that is gone meanwhile, or cannot be read, did not. */
const tryMove = async (
  lost: Lost,
  change: (note: <Kept extends Owned>(before: Kept, after: Kept) => Kept) => Promise<unknown>,
): Promise<boolean> => {
  let hasMoved = false;
  try {
    await change((before, after) => {
      hasMoved = before !== after;
      return after;
    });
  } catch (error) {
    if (error instanceof RecordUnreadable) noteLost(lost, error.records);
    else if (!(error instanceof NotFound)) throw error;
    return false;
  }
  return hasMoved;
};

const uploadHandedOver = async (deps: MoveDeps, upload: Upload, move: Move): Promise<Upload> =>
  handedOver(
    upload,
    move,
    isMoved(upload, move) ||
      (await isResultOfMoved(deps, upload, move)) ||
      (await isVariantOfMoved(deps, upload, move)),
  );

/** The record as its new owner's, or as it was when it is not to be moved (any more). */
const handedOver = <Kept extends Owned>(
  current: Kept,
  move: Move,
  mayMove = isMoved(current, move),
): Kept => (mayMove ? { ...current, ownerId: move.to, sessionId: move.from } : current);

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

/** A smaller picture that was drawn while its original was claimed goes with it. */
const isVariantOfMoved = async (
  { uploads }: MoveDeps,
  { ownerId, variantOf }: Upload,
  { from, until }: Move,
): Promise<boolean> => {
  if (ownerId !== from || variantOf === undefined) return false;
  const original = await uploads.find(variantOf.uploadId);
  return original !== undefined && original.createdAt <= until;
};

const countTrue = (results: readonly boolean[]): number => results.filter(Boolean).length;

const moveOrders = async (deps: MoveDeps, move: Move, lost: Lost): Promise<number> => {
  let count = 0;
  for await (const orderId of deps.orders.listOwned(move.from)) {
    const hasMoved = await tryMove(lost, (note) =>
      changeOrder(deps, orderId, ({ order }) => ({ order: note(order, handedOver(order, move)) })),
    );
    count += hasMoved ? 1 : 0;
  }
  return count;
};

const moveJobs = async (deps: MoveDeps, move: Move, lost: Lost): Promise<void> => {
  for (let after: string | undefined, more = true; more; more = after !== undefined) {
    const { answer: page, unreadable } = await withoutUnreadable(
      deps.jobs.list({ ownerId: move.from }, { limit: atOnce, after }),
    );
    noteLost(lost, unreadable);
    await settleAll(page.jobs, ({ jobId }) =>
      tryMove(lost, (note) => changeJob(deps, jobId, (job) => note(job, handedOver(job, move)))),
    );
    after = page.next;
  }
};
