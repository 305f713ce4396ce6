import { readBatch } from '../../core/bulk/change-batch.ts';
import type { Batch } from '../../core/bulk/model/batch.ts';
import type { Context } from '../command.ts';
import { CommandProblem } from '../command-problem.ts';
import type { Place } from '../place.ts';
import { oneByOne } from './one-by-one.ts';

/**
 * Works on the batches that a command names, such as those of `migrate --tables`, one after the
 * other. All of them are there before the first is touched. Throws `NotFound`.
 */
export const eachBatch = async (
  place: Place,
  { positionals, output }: Context,
  work: (batch: Batch) => Promise<number>,
): Promise<number> => {
  const ids = [...new Set(positionals)];
  if (ids.length === 0) throw new CommandProblem('Name the batch, or several.');
  const batches = await Promise.all(ids.map((id) => readBatch(place, id)));
  return oneByOne(
    batches.map((batch) => ({ name: batch.batchId, run: () => work(batch), output })),
  );
};
