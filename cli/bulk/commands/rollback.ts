import { readBatch } from '../../../core/bulk/change-batch.ts';
import type { BatchRecord } from '../../../core/bulk/model/batch.ts';
import { type RollbackFate, rollbackBatch } from '../../../core/bulk/rollback-batch.ts';
import type { Command, Context } from '../../command.ts';
import { exitCodes } from '../../exit-codes.ts';
import { filesText } from '../../figures.ts';
import { atPlace, type Place } from '../../open-place.ts';
import { operandOf } from '../../option-values.ts';
import { freeFromDead } from '../holder.ts';
import { onInterrupt } from '../run-migration.ts';

const rollback = async (place: Place, context: Context): Promise<number> => {
  const { positionals, values, output } = context;
  const apply = values.apply === true;
  const batch = await readBatch(place, operandOf(positionals, 'batch'));
  await freeFromDead(place.batches, batch.batchId);
  const { openMigration } = await import('../open-migration.ts');
  const migration = await openMigration(batch, { ...context, place });
  const { signal, off } = onInterrupt(output);
  const onRecord = ({ path, key }: BatchRecord, fate: RollbackFate): Promise<void> => {
    const told = fate === 'remove' && apply ? 'removed' : fate;
    return output.result(`${told.padEnd(28)} ${key}`, { path, key, fate: told });
  };
  const deps = { ...migration, ...(place.stage && { registrations: place.stage.registrations }) };
  const options = { apply, moreThanHalf: values['more-than-half'] === true, signal, onRecord };
  const done = await rollbackBatch(deps, batch.batchId, options).finally(() => {
    off();
    return migration.close();
  });
  const text = `${filesText(done.removed)} ${apply ? 'removed' : 'would be removed'}, ${done.kept} kept; the batch is ${done.status.replaceAll('_', ' ')}`;
  await output.result(text, { batchId: batch.batchId, applied: apply, ...done });
  if (!apply && done.removed > 0) output.say('Nothing was changed. Do it with --apply.');
  if (signal.aborted) return exitCodes.interrupted;
  return done.kept > 0 ? exitCodes.withErrors : exitCodes.done;
};

/** `keepsake rollback`. */
export const command: Command = {
  summary: 'remove what a batch wrote and nobody changed, while its source is still there; only with --apply',
  operands: '<batch>',
  options: {
    apply: { type: 'boolean', help: 'do it; without it, say what would be done' },
    'more-than-half': { type: 'boolean', help: 'even if that is more than half of all objects below the prefix' },
  },
  run: (context) => atPlace(context.settings, (place) => rollback(place, context)),
};
