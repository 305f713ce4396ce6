import { readBatch } from '../../core/bulk/change-batch.ts';
import type { Batch } from '../../core/bulk/model/batch.ts';
import type { Context } from '../command.ts';
import { CommandProblem } from '../command-problem.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import type { Workspace } from '../workspace.ts';

/** Something that is worked on after others; `name`: how people know it. */
type Turn = { name: string; run: () => Promise<number>; output: Output };

/**
 * Goes on after a turn whose files failed, and ends with the worst exit code. Stops at anything
 * else, and says what is left.
 */
export const oneByOne = async (turns: readonly Turn[]): Promise<number> => {
  let worst: number = exitCodes.done;
  for (const [index, { run, output }] of turns.entries()) {
    const left = turns.slice(index + 1).map(({ name }) => name);
    const sayLeft = (): void => {
      if (left.length > 0) output.say(`Not begun: ${left.join(', ')}`);
    };
    const code = await run().catch((error: unknown) => {
      sayLeft();
      throw error;
    });
    worst = Math.max(worst, code);
    if (worst <= exitCodes.withErrors) continue;
    sayLeft();
    return worst;
  }
  return worst;
};

/**
 * Works on the batches that a command names, such as those of `migrate --tables`, one after the
 * other. All of them are there before the first is touched. Throws `NotFound`.
 */
export const eachBatch = async (
  workspace: Workspace,
  { positionals, output }: Context,
  work: (batch: Batch) => Promise<number>,
): Promise<number> => {
  const ids = [...new Set(positionals)];
  if (ids.length === 0) throw new CommandProblem('Name the batch, or several.');
  const batches = await Promise.all(ids.map((id) => readBatch(workspace, id)));
  return oneByOne(
    batches.map((batch) => ({ name: batch.batchId, run: () => work(batch), output })),
  );
};
