import { logger, observed } from '../shared/observed.ts';
import { reconcileHourly } from './reconcile-hourly.ts';
import { sweepTemporary } from './sweep-temporary.ts';

const tasks = { reconcile: reconcileHourly, sweep: sweepTemporary };

/** `task`: as its schedule names it. */
type Call = { task?: string };

const isTask = (name: string): name is keyof typeof tasks => Object.hasOwn(tasks, name);

/** Hourly: what should be done by now, and is not. Each task has a schedule of its own. */
export const handler = observed(async ({ task = 'none' }: Call) => {
  logger.appendKeys({ task });
  if (isTask(task)) return tasks[task]();
  throw new Error(`There is no task ${task}: call with one of ${Object.keys(tasks).join(', ')}.`);
});
