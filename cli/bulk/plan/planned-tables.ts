import type { Batch } from '../../../core/bulk/model/batch.ts';
import type { Context } from '../../command.ts';
import { CommandProblem } from '../../command-problem.ts';
import type { Workspace } from '../../workspace.ts';
import { sourceOptions } from '../sources/all-sources.ts';
import { planOptions } from './migration-plan.ts';
import { plannedBatch } from './planned-batch.ts';
import { valuesOfTables } from './table-options.ts';

/** What is recorded with a batch. */
export const plannedOptions = { ...planOptions, ...sourceOptions };

/** A batch that is not on record yet, and the command line it comes from. */
export type Planned = { batch: Batch; context: Context };

/**
 * The batches that a command line means: one, or one for each entry of `--tables`. All of them are
 * planned before the first begins. Throws `CommandProblem`.
 */
export const plannedTables = (context: Context, workspace: Pick<Workspace, 'stage'>): Planned[] => {
  const planned = valuesOfTables(context.values, plannedOptions).map((values) => {
    const ofTable = { ...context, values };
    return { batch: plannedBatch(ofTable, workspace), context: ofTable };
  });
  if (context.values.tables === undefined) return planned;
  if (planned.every(({ batch }) => batch.plan.source.kind === 'sql')) return planned;
  throw new CommandProblem('--tables goes with a database: postgres://…');
};
