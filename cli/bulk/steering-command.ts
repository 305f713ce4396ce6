import { SystemClock } from '../../adapters/aws/system-clock.ts';
import type { BatchDeps } from '../../core/bulk/change-batch.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { inWorkspace } from '../open-workspace.ts';
import { operandOf } from '../option-values.ts';
import { operatorName } from './holder.ts';
import { sayBatch } from './run-migration.ts';

type Steer = (deps: BatchDeps, batchId: string, by: string) => Promise<unknown>;

/** Writes an operator's request into a batch, for its runner, and shows its state. */
export const steeringCommand = (verb: string, summary: string, steer: Steer): Command => ({
  summary,
  operands: '<batch>',
  examples: [`keepsake ${verb} bat_20300101-090000-1a2b3c`],
  options: {},
  run: async ({ positionals, settings, output }) => {
    const batchId = operandOf(positionals, 'batch');
    return inWorkspace(settings, async (workspace) => {
      await steer(
        { batches: workspace.batches, clock: new SystemClock() },
        batchId,
        operatorName(),
      );
      await sayBatch(workspace, batchId, output);
      return exitCodes.done;
    });
  },
});
