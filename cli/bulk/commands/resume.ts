import type { Command } from '../../command.ts';
import { exitCodes } from '../../exit-codes.ts';
import { inWorkspace } from '../../open-workspace.ts';
import { databasePatience } from '../database/database-patience.ts';
import { databaseOptions } from '../database/open-rows.ts';
import { engineOptions } from '../engine-options.ts';
import { eachBatch } from '../one-by-one.ts';
import { copyOptions } from '../one-service.ts';
import { limitOptions } from '../run-limits.ts';
import { runMigration, sayBatch } from '../run-migration.ts';

/** `keepsake resume`. */
export const command: Command = {
  summary: 'continue batches: remaining and failed files; finished ones stay as they are',
  operands: '<batch>…',
  examples: ['keepsake resume bat_20300101-090000-1a2b3c --take-changed'],
  options: {
    'take-changed': {
      type: 'boolean',
      help: 'take files that changed since the listing, as they are now',
    },
    ...databaseOptions,
    ...engineOptions,
    ...copyOptions,
    ...limitOptions,
  },
  run: (context) =>
    inWorkspace(
      context.settings,
      (workspace) =>
        eachBatch(workspace, context, async (batch) => {
          if (batch.status !== 'completed') return runMigration({ batch, workspace }, context);
          await sayBatch(workspace, batch.batchId, context.output);
          return exitCodes.done;
        }),
      databasePatience(context),
    ),
};
