import { setTimeout as sleep } from 'node:timers/promises';
import { readBatch } from '../../../core/bulk/change-batch.ts';
import { readableBatches } from '../../../core/bulk/list-batches.ts';
import type { Batch } from '../../../core/bulk/model/batch.ts';
import { type BatchView, batchView } from '../../../core/bulk/model/batch-view.ts';
import type { UnreadableRecord } from '../../../core/shared/model/unreadable-record.ts';
import { complete } from '../../../core/shared/unreadable.ts';
import type { Command, Context } from '../../command.ts';
import { CommandProblem } from '../../command-problem.ts';
import { exitCodes } from '../../exit-codes.ts';
import { inWorkspace } from '../../open-workspace.ts';
import { operandOf } from '../../option-values.ts';
import type { Workspace } from '../../workspace.ts';
import { batchLine } from '../batch-text.ts';
import { nextCommand } from '../next-command.ts';
import { onInterrupt, sayBatch } from '../run-migration.ts';
import { RunnerWatch } from '../runner-watch.ts';

const intervalMs = 1000;

const viewOf = async ({ batches }: Workspace, batch: Batch): Promise<BatchView> =>
  batchView(batch, await batches.counts(batch.batchId));

const pause = (signal: AbortSignal): Promise<unknown> =>
  sleep(intervalMs, undefined, { signal }).catch(() => undefined);

const unfinished: readonly Batch['status'][] = [
  'completed_with_errors',
  'failed',
  'partly_rolled_back',
];

const codeOf = ({ status }: Batch): number =>
  unfinished.includes(status) ? exitCodes.withErrors : exitCodes.done;

/** How to continue with a batch whose runner was killed, or lost its journal. */
const sayAbandoned = ({ batchId, status }: Batch, { output, settings }: Context): void => {
  const verb = status === 'rolling_back' ? `rollback ${batchId} --apply` : `resume ${batchId}`;
  output.say(
    `Nobody works on batch ${batchId}: its runner ended without a word. ` +
      `Go on with: ${nextCommand(verb, settings)}`,
  );
};

const watch = async (workspace: Workspace, batchId: string, context: Context): Promise<number> => {
  const { output } = context;
  const { signal, off } = onInterrupt(output, '');
  const watched = new RunnerWatch();
  try {
    for (let last: string | undefined; ; await pause(signal)) {
      const batch = await readBatch(workspace, batchId);
      const view = await viewOf(workspace, batch);
      const line = batchLine(view);
      if (line !== last) await output.result(line, view);
      last = line;
      const movement = watched.movementOf(batch);
      if (movement === 'abandoned') sayAbandoned(batch, context);
      if (movement === 'abandoned') return exitCodes.withErrors;
      if (movement === 'still') return codeOf(await readBatch(workspace, batchId));
      if (signal.aborted) return exitCodes.interrupted;
    }
  } finally {
    off();
  }
};

const watchAll = async (workspace: Workspace, { output }: Context): Promise<number> => {
  const { signal, off } = onInterrupt(output, '');
  const last = new Map<string, string>();
  const watched = new RunnerWatch();
  try {
    for (;;) {
      let moving = 0;
      const lost: UnreadableRecord[] = [];
      for await (const batch of readableBatches(workspace.batches, lost)) {
        // Batches that ended earlier are left out. A batch that ends now is shown once more.
        const isMoving = watched.movementOf(batch) === 'moving';
        if (!isMoving && !last.has(batch.batchId)) continue;
        if (isMoving) moving += 1;
        const view = await viewOf(workspace, batch);
        const line = batchLine(view);
        if (line !== last.get(batch.batchId)) await output.result(line, view);
        last.set(batch.batchId, line);
      }
      if (moving === 0) {
        complete(undefined, lost);
        return exitCodes.done;
      }
      await pause(signal);
      if (signal.aborted) return exitCodes.interrupted;
    }
  } finally {
    off();
  }
};

const run = async (context: Context): Promise<number> => {
  const { positionals, values, settings, output } = context;
  if (values['watch-all'] === true && positionals.length > 0)
    throw new CommandProblem('--watch-all watches every batch: name none.');
  return inWorkspace(settings, async (workspace) => {
    if (values['watch-all'] === true) return watchAll(workspace, context);
    const batchId = operandOf(positionals, 'batch');
    if (values.watch === true) return watch(workspace, batchId, context);
    await sayBatch(workspace, batchId, output);
    return exitCodes.done;
  });
};

/** `keepsake status`. */
export const command: Command = {
  summary: 'show the state of a batch',
  operands: '<batch>',
  examples: ['keepsake status bat_20300101-090000-1a2b3c --watch'],
  options: {
    watch: {
      type: 'boolean',
      help: 'print each change until the batch ends, and exit with its result',
    },
    'watch-all': {
      type: 'boolean',
      help: 'do the same for all running batches, until none is left',
    },
  },
  run,
};
