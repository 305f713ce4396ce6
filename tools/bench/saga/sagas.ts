import type { Budget } from './budget.ts';
import type { OrderUse } from './order-cost.ts';
import type { Setting } from './setting.ts';
import { table } from './table.ts';
import { interpretedTransitions, transitionsIn } from './transitions.ts';
import type { WallTimes } from './wall-time.ts';
import type { CountedOrder } from './warm/calls.ts';
import { ourHandlerTimes, plainHandlerTimes } from './warm/handler-time.ts';

const filesPerOrder = 4;

/**
 * Resources of one four-file order in both sagas: transitions from a real execution's history,
 * milliseconds from warm functions.
 */
export const orderUses = async (
  setting: Setting,
  counted: readonly CountedOrder[],
  wall: WallTimes,
  calls: number,
): Promise<[OrderUse, OrderUse]> => {
  const { world, ours, plain } = setting;
  return [
    {
      label: 'Keepsake',
      transitions: await transitionsIn(world.sfn, firstOf(wall.ourArns), ours.definition),
      lambdas: await ourHandlerTimes(setting, calls),
      calls: callsOf(counted, 'Keepsake, 4 files'),
    },
    {
      label: 'plain saga',
      transitions: await transitionsIn(world.sfn, firstOf(wall.plainArns), plain.definition),
      lambdas: await plainHandlerTimes(setting, calls),
      calls: callsOf(counted, 'plain saga, 4 files'),
    },
  ];
};

const firstOf = ([arn]: readonly string[]): string => {
  if (arn === undefined) throw new Error('No execution ran.');
  return arn;
};

const callsOf = (counted: readonly CountedOrder[], label: string): CountedOrder => {
  const found = counted.find((order) => order.label === label);
  if (!found) throw new Error(`No order was counted as ${label}.`);
  return found;
};

/** Transitions of both definitions, interpreted, by the number of files. */
export type TransitionCounts = { files: number; ours: number; plain: number }[];

/** Interprets both definitions as they were deployed. */
export const countTransitions = async (
  { ours, plain }: Setting,
  chunkSize: number,
): Promise<TransitionCounts> => {
  const counts: TransitionCounts = [];
  for (const files of [...Array.from({ length: 25 }, (_, index) => index + 1), 26, 50, 99]) {
    const chunks = Array.from({ length: Math.ceil(files / chunkSize) }, () => ({}));
    const entries = Array.from({ length: files }, () => ({}));
    counts.push({
      files,
      ours: await interpretedTransitions(ours.definition, { chunks }),
      plain: await interpretedTransitions(plain.definition, { files: entries }),
    });
  }
  return counts;
};

/** Six for 1 to 25 files, each of them checked; and the history agrees with the interpreter. */
export const transitionBudgets = (
  counts: TransitionCounts,
  [ours, plain]: readonly [OrderUse, OrderUse],
): Budget[] => {
  const most = Math.max(...counts.filter(({ files }) => files <= 25).map((count) => count.ours));
  const four = counts.find(({ files }) => files === filesPerOrder);
  const difference =
    Math.abs((four?.ours ?? 0) - ours.transitions) +
    Math.abs((four?.plain ?? 0) - plain.transitions);
  return [
    { what: 'state transitions of an order of 1 to 25 files', limit: 6, actual: most },
    {
      what: 'difference between interpreted and executed transitions',
      limit: 0,
      actual: difference,
    },
  ];
};

/** A few of the counts. */
export const transitionTable = (counts: TransitionCounts): string =>
  table(
    ['files in the order', 'Keepsake', 'plain saga'],
    counts
      .filter(({ files }) => [1, 4, 25, 26, 50, 99].includes(files))
      .map(({ files, ours, plain }) => [files, ours, plain].map(String)),
  );
