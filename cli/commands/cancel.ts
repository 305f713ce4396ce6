import { SystemClock } from '../../adapters/system-clock.ts';
import { cancelBatch } from '../../core/use-cases/steer-batch.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { operatorName } from '../holder.ts';
import { openPlace } from '../open-place.ts';
import { operandOf } from '../option-values.ts';
import { sayBatch } from '../run-migration.ts';

/** `keepsake cancel`. */
export const command: Command = {
  summary: 'end a batch as failed, wherever it runs; what was stored stays until rollback',
  operands: '<batch>',
  options: {},
  run: async ({ positionals, settings, output }) => {
    const batchId = operandOf(positionals, 'batch');
    const place = await openPlace(settings);
    try {
      await cancelBatch({ batches: place.batches, clock: new SystemClock() }, batchId, operatorName());
      await sayBatch(place, batchId, output);
      return exitCodes.done;
    } finally {
      place.close();
    }
  },
};
