import * as z from 'zod';
import { NotFound, RecordUnreadable, StaleRecord, UploadInUse } from '../errors.ts';
import type { Caller } from '../sessions/model/session.ts';
import { parseInput } from '../shared/model/parse-input.ts';
import { unreadableText } from '../shared/model/unreadable-record.ts';
import { settleAll } from '../shared/settle-all.ts';
import { tellUnreadable } from '../shared/unreadable.ts';
import type { EraseOwnedDeps } from './erase-owned.ts';
import { eraseOwnerDeliveries } from './erase-owner-deliveries.ts';
import { isLastLook, type OwnerErasure, personSchema } from './model/owner-erasure.ts';
import { type CountedKind, everyKind, type OwnedKind } from './owned-kinds.ts';
import type { OwnerErasures } from './ports.ts';
import type { OnFailure } from './sweep-uploads.ts';

export const eraseOwnerSchema = z.strictObject(
  { ownerId: personSchema, dryRun: z.boolean('must be true or false') },
  'must be a JSON object',
);

export type EraseOwnerDeps = EraseOwnedDeps & { ownerErasures: OwnerErasures };

/** A record that stays for now, and why; while there is one, the erasure is not finished. */
export type KeptRecord = { id: string; reason: string };

/**
 * Records that one run erased (dry: would erase). `bytes`: announced sizes of the uploads. `kept`:
 * at most 100 records that stay for now. `more`: time ended the run.
 */
export type OwnerErasureReport = OwnerErasure & {
  dryRun: boolean;
  erased: Record<CountedKind, number> & { bytes: number };
  kept: KeptRecord[];
  more: boolean;
};

const mostKept = 100;

/** How long one call works: a client is waiting, and API Gateway gives up at 30 seconds. */
const seconds = 20;

/**
 * Erases all that an owner has up to this moment: uploads with their bytes, jobs, links, and what
 * leads from orders to their owner. The request is recorded first, and the hourly sweep continues
 * with it until nothing is left. `dryRun` changes nothing. Throws `InvalidInput`.
 */
export const eraseOwner = async (
  deps: EraseOwnerDeps,
  caller: Caller,
  input: unknown,
  onFailure: OnFailure,
): Promise<OwnerErasureReport> => {
  const { ownerId, dryRun } = parseInput(eraseOwnerSchema, input);
  const now = deps.clock.now();
  const erasure = { ownerId, requestedAt: now.toISOString(), requestedBy: caller.ownerId };
  if (!dryRun) await deps.ownerErasures.begin(erasure);
  const until = new Date(now.getTime() + seconds * 1000);
  return eraseRest(deps, { erasure, dryRun, until, onFailure });
};

type Walk = { erasure: OwnerErasure; dryRun: boolean; until: Date; onFailure: OnFailure };

/**
 * Erases the remaining records of an owner, until time ends. The next run finds the rest again, so
 * a run needs no position to continue from. One failing record does not stop the others.
 */
const eraseRest = async (deps: EraseOwnedDeps, walking: Walk): Promise<OwnerErasureReport> => {
  const report: OwnerErasureReport = {
    ...walking.erasure,
    dryRun: walking.dryRun,
    erased: { uploads: 0, bytes: 0, orders: 0, jobs: 0, links: 0 },
    kept: [],
    more: false,
  };
  for (const kind of everyKind)
    if (!(await walk(deps, walking, kind as OwnedKind<unknown>, report)))
      return { ...report, more: true };
  return report;
};

/** Goes through one kind of record; false when time ended before the last page. */
const walk = async <Item>(
  deps: EraseOwnedDeps,
  walking: Walk,
  kind: OwnedKind<Item>,
  report: OwnerErasureReport,
): Promise<boolean> => {
  for await (const { items, unreadable } of kind.pages(deps, walking.erasure)) {
    tellUnreadable(unreadable, walking.onFailure);
    for (const record of unreadable)
      note(report, { id: record.id, reason: unreadableText([record]) });
    if (deps.clock.now() >= walking.until) return false;
    for (const fate of await settleAll(items, (item) => fateOf(deps, walking, kind, item)))
      note(report, fate);
  }
  return true;
};

type Fate = KeptRecord | { counted: CountedKind; bytes: number } | undefined;

const note = (report: OwnerErasureReport, fate: Fate): void => {
  if (fate === undefined) return;
  if ('counted' in fate) {
    report.erased[fate.counted] += 1;
    report.erased.bytes += fate.bytes;
  } else if (report.kept.length < mostKept && !report.kept.some(({ id }) => id === fate.id)) {
    report.kept.push(fate);
  }
};

const fateOf = async <Item>(
  deps: EraseOwnedDeps,
  { erasure, dryRun, onFailure }: Walk,
  kind: OwnedKind<Item>,
  item: Item,
): Promise<Fate> => {
  const id = kind.idOf(item);
  try {
    const reason = await kind.reasonFor(deps, item);
    if (reason !== undefined) return { id, reason };
    if (!dryRun) await kind.erase(deps, item, erasure);
    return kind.counted && { counted: kind.counted, bytes: kind.bytesOf?.(item) ?? 0 };
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    if (error instanceof UploadInUse) return { id, reason: error.message };
    if (!(error instanceof StaleRecord)) onFailure(id, error);
    if (error instanceof RecordUnreadable) return { id, reason: error.message };
    return { id, reason: 'The record could not be erased just now. The next run tries again.' };
  }
};

/** Goes on with every erasure of an owner that is not finished, until time ends. */
export const goOnErasingOwners = async (
  deps: EraseOwnerDeps,
  until: Date,
  onFailure: OnFailure,
): Promise<void> => {
  const half = halfWay(deps, until);
  const last: OwnerErasure[] = [];
  for await (const ownerId of deps.ownerErasures.open()) {
    if (deps.clock.now() >= half) break;
    try {
      // Half of what is left: an owner with a million uploads holds up no other's erasure.
      const share = halfWay(deps, half);
      last.push(...(await goOn(deps, ownerId, { until: share, onFailure })));
    } catch (error) {
      onFailure(ownerId, error);
    }
  }
  try {
    await eraseOwnerDeliveries(deps, last, { until, onFailure });
  } catch (error) {
    onFailure(last.map(({ ownerId }) => ownerId).join(', '), error);
  }
};

/** At the outermost, the first half is for owners' records, the rest for what was told of them. */
const halfWay = ({ clock }: EraseOwnerDeps, until: Date): Date =>
  new Date((clock.now().getTime() + until.getTime()) / 2);

/** The request, if its last look has found that none of the owner's records is left. */
const goOn = async (
  deps: EraseOwnerDeps,
  ownerId: string,
  { until, onFailure }: Pick<Walk, 'until' | 'onFailure'>,
): Promise<OwnerErasure[]> => {
  const erasure = await deps.ownerErasures.find(ownerId);
  if (!erasure || erasure.finishedAt !== undefined) return [];
  const now = deps.clock.now();
  const report = await eraseRest(deps, { erasure, dryRun: false, until, onFailure });
  const next = await startAgain(deps, erasure, report);
  return isDone(report) && isLastLook(erasure, now) ? [next] : [];
};

/** What went just now is on top of the ledger: then the walk for what was told begins there. */
const startAgain = async (
  { ownerErasures }: EraseOwnerDeps,
  erasure: OwnerErasure,
  { erased }: OwnerErasureReport,
): Promise<OwnerErasure> => {
  const { toldTo, ...request } = erasure;
  if (toldTo === undefined || Object.values(erased).every((count) => count === 0)) return erasure;
  await ownerErasures.save(request);
  return request;
};

const isDone = ({ more, kept }: OwnerErasureReport): boolean => !more && kept.length === 0;
