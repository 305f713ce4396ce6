import { readBatch } from '../../../core/bulk/change-batch.ts';
import type { Command } from '../../command.ts';
import { exitCodes } from '../../exit-codes.ts';
import { inWorkspace } from '../../open-workspace.ts';
import { operandOf } from '../../option-values.ts';
import { databaseOptions } from '../database/open-rows.ts';
import { engineOptions } from '../engine-options.ts';
import { copyOptions } from '../one-service.ts';
import { limitOptions } from '../run-limits.ts';
import { runMigration, sayBatch } from '../run-migration.ts';

/** `keepsake resume`. */
export const command: Command = {
  summary: 'continue a batch: remaining and failed files; finished ones stay as they are',
  operands: '<batch>',
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
    inWorkspace(context.settings, async (workspace) => {
      const batch = await readBatch(workspace, operandOf(context.positionals, 'batch'));
      if (batch.status !== 'completed') return await runMigration({ batch, workspace }, context);
      await sayBatch(workspace, batch.batchId, context.output);
      return exitCodes.done;
    }),
};
