import { daysAfter } from '../shared/model/later.ts';
import { tellUnreadable, withoutUnreadable } from '../shared/unreadable.ts';
import { deliveryDays } from '../webhooks/model/webhook.ts';
import { type EraseOwnedDeps, eraseDeliveries } from './erase-owned.ts';
import { erasedId, type LedgerEntry } from './model/erasure.ts';
import type { OwnerErasure } from './model/owner-erasure.ts';
import type { OwnerErasures } from './ports.ts';
import type { OnFailure } from './sweep-uploads.ts';

type Deps = EraseOwnedDeps & { ownerErasures: Pick<OwnerErasures, 'save'> };

type Options = { until: Date; onFailure: OnFailure };

/** Entries of the ledger that are read together. */
const atOnce = 100;

/** Below every entry of the ledger. */
const bottom = '0';

/**
 * Deletes what the stage's webhooks told of the records of owners whose erasure is due, by the
 * ledger, and finishes these erasures. One walk serves them all, and continues in the next hour: a
 * busy stage has hundreds of thousands of entries a month. The webhook that tells a shop of an
 * erasure comes later than the erasure: so this is the last thing that is done.
 */
export const eraseOwnerDeliveries = async (
  deps: Deps,
  due: readonly OwnerErasure[],
  options: Options,
): Promise<void> => {
  const served = servedTogether(due);
  if (served.length === 0) return;
  const walked = await walk(deps, served, options);
  for (const request of served)
    await deps.ownerErasures.save(after(request, walked, deps.clock.now()));
};

/** Those that one walk serves: another that began at the top each hour would never end. */
const servedTogether = (due: readonly OwnerErasure[]): readonly OwnerErasure[] => {
  const begun = due.filter(({ toldTo }) => toldTo !== undefined);
  return begun.length > 0 ? begun : due;
};

/** Where a walk has come to, and whether it ended before what cannot be deleted just now. */
type Walked = { place: string | undefined; isHeldUp: boolean };

const walk = async (
  deps: Deps,
  served: readonly OwnerErasure[],
  { until, onFailure }: Options,
): Promise<Walked> => {
  const owners = new Set(served.map(({ ownerId }) => ownerId));
  const [oldest = bottom] = served.map(sinceOf).sort();
  let place = served
    .map(({ toldTo }) => toldTo)
    .sort()
    .at(-1);
  while (deps.clock.now() < until && !(place !== undefined && place < oldest)) {
    const { answer, unreadable } = await withoutUnreadable(
      deps.erasures.list({ limit: atOnce, after: place }),
    );
    tellUnreadable(unreadable, onFailure);
    const told = answer.entries.filter(({ ownerId }) => owners.has(ownerId));
    const isAll = await eraseEach(deps, told, onFailure);
    if (!isAll || unreadable.length > 0) return { place, isHeldUp: true };
    place = answer.next ?? bottom;
  }
  return { place, isHeldUp: false };
};

/** Deliveries about what was erased before this moment have expired. */
const sinceOf = ({ requestedAt }: OwnerErasure): string =>
  daysAfter(requestedAt, -deliveryDays).toISOString();

/** Deletes the webhook deliveries about these records; false if some are left. */
const eraseEach = async (
  deps: Deps,
  entries: readonly LedgerEntry[],
  onFailure: OnFailure,
): Promise<boolean> => {
  let isAll = true;
  for (const entry of entries) {
    try {
      await eraseDeliveries(deps, entry);
    } catch (error) {
      isAll = false;
      onFailure(erasedId(entry), error);
    }
  }
  return isAll;
};

/** The request after a walk. One that was held up begins again at the top, with those that wait. */
const after = (request: OwnerErasure, { place, isHeldUp }: Walked, now: Date): OwnerErasure => {
  const { toldTo: _before, ...rest } = request;
  if (place !== undefined && place < sinceOf(request))
    return { ...rest, finishedAt: now.toISOString() };
  return isHeldUp || place === undefined ? rest : { ...rest, toldTo: place };
};
