import { reportBatch, reportFormats } from '../../../core/bulk/report-batch.ts';
import type { Command } from '../../command.ts';
import { exitCodes } from '../../exit-codes.ts';
import { inWorkspace } from '../../open-workspace.ts';
import { oneOf, operandOf } from '../../option-values.ts';

/** `keepsake report`. */
export const command: Command = {
  summary: "print a batch's report: transferred, skipped, failed, changed, rolled back",
  operands: '<batch>',
  examples: ['keepsake report bat_20300101-090000-1a2b3c --format html > report.html'],
  options: {
    format: { type: 'string', value: 'csv|json|html', help: 'the format (csv; json with --json)' },
  },
  run: async ({ positionals, values, settings, output }) => {
    const format = oneOf(values, 'format', reportFormats) ?? (output.isJson ? 'json' : 'csv');
    const batchId = operandOf(positionals, 'batch');
    return inWorkspace(settings, async (workspace) => {
      for await (const text of reportBatch(workspace, batchId, format)) await output.raw(text);
      return exitCodes.done;
    });
  },
};
