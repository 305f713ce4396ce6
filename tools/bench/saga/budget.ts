import { table } from './table.ts';

/** A limit on something that is counted, never on something that is timed. */
export type Budget = { what: string; limit: number; actual: number };

/** The budgets as a table. */
export const budgetTable = (budgets: readonly Budget[]): string =>
  table(
    ['budget', 'limit', 'counted', ''],
    budgets.map((budget) => [
      budget.what,
      `${budget.limit}`,
      `${budget.actual}`,
      holds(budget) ? 'kept' : 'BROKEN',
    ]),
  );

const holds = ({ limit, actual }: Budget): boolean => actual <= limit;

/** Makes the process fail when a budget is broken. */
export const enforce = (budgets: readonly Budget[]): void => {
  const broken = budgets.filter((budget) => !holds(budget));
  if (broken.length > 0) process.exitCode = 1;
  for (const { what, limit, actual } of broken)
    process.stderr.write(`Budget broken: ${what}: ${actual} instead of at most ${limit}\n`);
};
