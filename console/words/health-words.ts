import type {
  OrphansFound,
  ReconciledOrders,
  StageAlarms,
  StageMetrics,
} from '@keepsake/client/operator';
import { countText } from './figure-text.ts';
import { durationText } from './pace-text.ts';

type Figure = StageMetrics['unknown'][number]['figure'];

/** A figure of the day: a number of orders or a time. */
export const dayFigureText = (figure: Figure, number: number): string =>
  isTime(figure) ? millisText(number) : countText(number);

const isTime = (figure: Figure): boolean => figure.endsWith('Ms');

/** A time in milliseconds: `850 ms`, `4.1 s`, `12 min`. */
const millisText = (ms: number): string => {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 59_950 ? `${(ms / 1000).toFixed(1)} s` : durationText(Math.round(ms / 1000));
};

/** Why there is no figure. Without orders there is no time from payment to storage. */
export const unknownFigureText = (metrics: StageMetrics, figure: Figure): string => {
  if (isTime(figure) && metrics.migrated === 0) return 'no order was migrated';
  const why = metrics.unknown.find((each) => each.figure === figure)?.why;
  return why === 'no_answer' ? 'CloudWatch is silent' : 'nothing measured';
};

/** True for what a browser can open. */
export const isWebAddress = (text: string): boolean => /^https?:\/\//.test(text);

/** The sentence for a stage where no alarm rings. */
export const quietText = (alarms: StageAlarms['alarms']): string => {
  if (alarms.length === 0) return 'This stage has no alarms.';
  const unsure = alarms.filter(({ state }) => state === 'unsure').length;
  const rest = unsure === 0 ? '' : ` ${countText(unsure)} cannot tell yet.`;
  return `None of ${countText(alarms.length)} rings.${rest}`;
};

type Outcome = ReconciledOrders['orders'][number]['outcome'];

/** The outcome of an order's check, real or dry. `repairs`: the order changes. */
const outcomes: Readonly<Record<Outcome, { done: string; foreseen: string; repairs?: true }>> = {
  announced: { done: 'announced late', foreseen: 'would be announced', repairs: true },
  recovered: {
    done: 'dead migration taken over',
    foreseen: 'dead migration would be taken over',
    repairs: true,
  },
  started: { done: 'migration started', foreseen: 'migration would be started', repairs: true },
  waiting: { done: 'waits for an upload', foreseen: 'waits for an upload' },
  swept: { done: 'late copies removed', foreseen: 'late copies would be removed', repairs: true },
  overdue: {
    done: 'refund overdue, alert raised',
    foreseen: 'refund overdue, alert would be raised',
    repairs: true,
  },
  running: { done: 'is being worked on', foreseen: 'is being worked on' },
  settled: { done: 'needed nothing', foreseen: 'needs nothing' },
  failed: {
    done: 'could not be repaired: see the log',
    foreseen: 'could not be read: see the log',
  },
};

export const outcomeText = (outcome: Outcome, dryRun: boolean): string =>
  outcomes[outcome][dryRun ? 'foreseen' : 'done'];

/** How many of these orders a repair changes. */
export const repairable = (orders: ReconciledOrders['orders']): number =>
  orders.filter(({ outcome }) => outcomes[outcome].repairs).length;

/** The counts of several answers together. */
export const addCounts = (found: readonly Pick<OrphansFound, 'counts'>[]): OrphansFound['counts'] =>
  found.reduce(
    (sum, { counts }) => ({
      versions: sum.versions + counts.versions,
      young: sum.young + counts.young,
      removable: sum.removable + counts.removable,
      removed: sum.removed + counts.removed,
      kept: sum.kept + counts.kept,
      entries: sum.entries + counts.entries,
      missing: sum.missing + counts.missing,
    }),
    { versions: 0, young: 0, removable: 0, removed: 0, kept: 0, entries: 0, missing: 0 },
  );
