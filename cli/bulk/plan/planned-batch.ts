import { randomBytes } from 'node:crypto';
import { SystemClock } from '../../../adapters/aws/system-clock.ts';
import { newBatch } from '../../../core/bulk/create-batch.ts';
import type { Batch } from '../../../core/bulk/model/batch.ts';
import type { Context } from '../../command.ts';
import { operandOf } from '../../option-values.ts';
import type { Workspace } from '../../workspace.ts';
import { operatorName } from '../holder.ts';
import { migrationPlan } from './migration-plan.ts';

/** The batch that a command line means; not on record yet. Throws `CommandProblem`. */
export const plannedBatch = (
  { positionals, values, settings }: Pick<Context, 'positionals' | 'values' | 'settings'>,
  { stage }: Pick<Workspace, 'stage'>,
): Batch => {
  const clock = new SystemClock();
  const plan = migrationPlan(operandOf(positionals, 'source'), values, { settings, stage });
  const made = {
    batchId: newBatchId(clock.now()),
    plan,
    dryRun: values['dry-run'] === true,
    createdBy: operatorName(),
  };
  return newBatch(made, clock);
};

/** Sorts by time, so that a list of ids reads like a history. */
const newBatchId = (now: Date): string => {
  const time = now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  return `bat_${time}-${randomBytes(3).toString('hex')}`;
};
