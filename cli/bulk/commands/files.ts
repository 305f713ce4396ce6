import { readBatch } from '../../../core/bulk/change-batch.ts';
import { recordStatuses } from '../../../core/bulk/model/batch.ts';
import type { Command } from '../../command.ts';
import { exitCodes } from '../../exit-codes.ts';
import { inWorkspace } from '../../open-workspace.ts';
import { oneOf, operandOf } from '../../option-values.ts';
import { recordLine } from '../batch-text.ts';

/** `keepsake files`. */
export const command: Command = {
  summary: 'list the files of a batch',
  operands: '<batch>',
  examples: ['keepsake files bat_20300101-090000-1a2b3c --status failed'],
  options: { status: { type: 'string', value: 'state', help: `only ${recordStatuses.join('|')}` } },
  run: async ({ positionals, values, settings, output }) => {
    const status = oneOf(values, 'status', recordStatuses);
    const batchId = operandOf(positionals, 'batch');
    return inWorkspace(settings, async (workspace) => {
      await readBatch(workspace, batchId);
      for await (const record of workspace.batches.records(batchId, status))
        await output.result(recordLine(record), record);
      return exitCodes.done;
    });
  },
};
