import { batchView } from '../../../core/bulk/model/batch-view.ts';
import type { Command } from '../../command.ts';
import { exitCodes } from '../../exit-codes.ts';
import { inWorkspace } from '../../open-workspace.ts';
import { batchLine } from '../batch-text.ts';

/** `keepsake batches`. */
export const command: Command = {
  summary: 'list batches, newest first',
  operands: '',
  examples: ['keepsake batches --stage prod'],
  options: {},
  run: ({ settings, output }) =>
    inWorkspace(settings, async (workspace) => {
      let batches = 0;
      for await (const batch of workspace.batches.list()) {
        batches += 1;
        const view = batchView(batch, await workspace.batches.counts(batch.batchId));
        await output.result(batchLine(view), view);
      }
      if (batches === 0)
        output.say(
          'There are no batches here yet. Begin with: keepsake migrate ./folder --to ' +
            's3://bucket/prefix --dry-run',
        );
      return exitCodes.done;
    }),
};
