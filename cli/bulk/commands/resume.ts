import type { Command } from '../../command.ts';
import { exitCodes } from '../../exit-codes.ts';
import { atPlace } from '../../open-place.ts';
import { databaseOptions } from '../database/open-rows.ts';
import { engineOptions } from '../engine-options.ts';
import { eachBatch } from '../one-by-one.ts';
import { copyOptions } from '../one-service.ts';
import { limitOptions } from '../run-limits.ts';
import { runMigration, sayBatch } from '../run-migration.ts';

/** `keepsake resume`. */
export const command: Command = {
  summary: 'go on with a batch: what is left, and what failed; finished files are not touched',
  operands: '<batch>…',
  examples: ['keepsake resume bat_20300101-090000-1a2b3c --take-changed'],
  options: {
    'take-changed': {
      type: 'boolean',
      help: 'take files that changed since they were listed, as they are now',
    },
    ...databaseOptions,
    ...engineOptions,
    ...copyOptions,
    ...limitOptions,
  },
  run: (context) =>
    atPlace(context.settings, (place) =>
      eachBatch(place, context, async (batch) => {
        if (batch.status !== 'completed') return runMigration({ batch, place }, context);
        await sayBatch(place, batch.batchId, context.output);
        return exitCodes.done;
      }),
    ),
};
