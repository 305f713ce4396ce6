import { setTimeout as sleep } from 'node:timers/promises';
import { SystemClock } from '../../../adapters/aws/system-clock.ts';
import type { Batch, BatchRecord } from '../../../core/bulk/model/batch.ts';
import { type Rollback, rollbackBatch } from '../../../core/bulk/rollback/rollback-batch.ts';
import type { RollbackFate } from '../../../core/bulk/rollback/rollback-fate.ts';
import { acceptKeptFiles } from '../../../core/bulk/steer-batch.ts';
import type { Command, Context } from '../../command.ts';
import { CommandProblem } from '../../command-problem.ts';
import { exitCodes } from '../../exit-codes.ts';
import { filesText } from '../../figures.ts';
import { inWorkspace } from '../../open-workspace.ts';
import { operandOf } from '../../option-values.ts';
import type { Workspace } from '../../workspace.ts';
import { statusText } from '../batch-text.ts';
import { databaseOptions } from '../database/open-rows.ts';
import { freeFromDead, operatorName } from '../holder.ts';
import { nextCommand } from '../next-command.ts';
import { eachBatch } from '../one-by-one.ts';
import { onInterrupt, sayBatch } from '../run-migration.ts';

const rowsText = ({ rowsRestored, rowsKept = 0 }: Rollback): string =>
  rowsRestored === undefined
    ? ''
    : `; ${rowsRestored} rows ` +
      `restored${rowsKept > 0 ? `, ${rowsKept} left as somebody else wrote them` : ''}`;

const partsText = ({ unfinished = 0 }: Rollback): string =>
  unfinished > 0 ? `; parts of ${filesText(unfinished)} that never became whole go as well` : '';

const accept = async (
  workspace: Workspace,
  { positionals, values, output }: Context,
): Promise<number> => {
  if (values.apply === true || values['more-than-half'] === true)
    throw new CommandProblem(
      '--accept-kept changes no file: leave out --apply and --more-than-half.',
    );
  const batchId = operandOf(positionals, 'batch');
  await acceptKeptFiles(
    { batches: workspace.batches, clock: new SystemClock() },
    batchId,
    operatorName(),
  );
  await sayBatch(workspace, batchId, output);
  return exitCodes.done;
};

const rollback = async (workspace: Workspace, context: Context, batch: Batch): Promise<number> => {
  const { values, output } = context;
  const apply = values.apply === true;
  await freeFromDead(workspace.batches, batch.batchId);
  const { openMigration } = await import('../open-migration.ts');
  const migration = await openMigration(batch, { ...context, workspace });
  const { signal, off } = onInterrupt(output);
  const onRecord = ({ path, key }: BatchRecord, fate: RollbackFate): Promise<void> => {
    const told = fate === 'remove' && apply ? 'removed' : fate;
    return output.result(`${told.padEnd(28)} ${key}`, { path, key, fate: told });
  };
  const registrations = workspace.stage?.registrations;
  const wait = (ms: number): Promise<void> => sleep(ms);
  const deps = { ...migration, sleep: wait, ...(registrations && { registrations }) };
  const options = { apply, moreThanHalf: values['more-than-half'] === true, signal, onRecord };
  const done = await rollbackBatch(deps, batch.batchId, options).finally(() => {
    off();
    return migration.close();
  });
  const text =
    `${filesText(done.removed)} ${apply ? 'removed' : 'would be removed'}, ${done.kept} ` +
    `kept${rowsText(done)}${partsText(done)}; the batch is ${statusText(done.status)}`;
  await output.result(text, { batchId: batch.batchId, applied: apply, ...done });
  if (!apply && (done.removed > 0 || done.unfinished))
    output.say(
      done.needsConsent
        ? 'Nothing was changed. Do it with --apply --more-than-half: the batch made more than ' +
            'half of the objects below its prefix.'
        : 'Nothing was changed. Do it with --apply.',
    );
  if (done.status === 'partly_rolled_back')
    output.say(
      'Remove what was kept once its reason is gone: ' +
        `${nextCommand(`rollback ${batch.batchId} --apply`, context.settings)}. ` +
        `Leave it: rollback ${batch.batchId} --accept-kept. ` +
        `Send the rest again: resume ${batch.batchId}. Give the rollback up: cancel ` +
        `${batch.batchId}.`,
    );
  if (signal.aborted) return exitCodes.interrupted;
  return done.kept > 0 ? exitCodes.withErrors : exitCodes.done;
};

/** `keepsake rollback`. */
export const command: Command = {
  summary: 'remove what a batch wrote, if unchanged and still at its source; only with --apply',
  operands: '<batch>…',
  examples: [
    'keepsake rollback bat_20300101-090000-1a2b3c',
    'keepsake rollback bat_20300101-090000-1a2b3c --apply',
  ],
  options: {
    apply: { type: 'boolean', help: 'do it; by default, only show what would be done' },
    'accept-kept': {
      type: 'boolean',
      help: 'end a batch whose rollback kept files; the files and their rows stay',
    },
    'more-than-half': {
      type: 'boolean',
      help: 'even if that is more than half of all objects below the prefix',
    },
    ...databaseOptions,
  },
  run: (context) =>
    inWorkspace(context.settings, (workspace) =>
      context.values['accept-kept'] === true
        ? accept(workspace, context)
        : eachBatch(workspace, context, (batch) => rollback(workspace, context, batch)),
    ),
};
