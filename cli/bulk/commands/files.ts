import { readBatch } from '../../../core/bulk/change-batch.ts';
import { type BatchRecord, recordStatuses } from '../../../core/bulk/model/batch.ts';
import type { Command } from '../../command.ts';
import { exitCodes } from '../../exit-codes.ts';
import { bytesText } from '../../figures.ts';
import { atPlace } from '../../open-place.ts';
import { oneOf, operandOf } from '../../option-values.ts';
import { statusText } from '../batch-text.ts';

const lineOf = ({ status, sizeBytes = 0, path, failure, reason }: BatchRecord): string => {
  const why = failure ? `${failure.code}: ${failure.message}` : reason;
  return (
    `${statusText(status).padEnd(12)} ${bytesText(sizeBytes).padStart(9)}  ` +
    `${path}${why ? `  (${why})` : ''}`
  );
};

/** `keepsake files`. */
export const command: Command = {
  summary: 'list the files of a batch',
  operands: '<batch>',
  options: { status: { type: 'string', value: 'state', help: `only ${recordStatuses.join('|')}` } },
  run: async ({ positionals, values, settings, output }) => {
    const status = oneOf(values, 'status', recordStatuses);
    const batchId = operandOf(positionals, 'batch');
    return atPlace(settings, async (place) => {
      await readBatch(place, batchId);
      for await (const record of place.batches.records(batchId, status))
        await output.result(lineOf(record), record);
      return exitCodes.done;
    });
  },
};
