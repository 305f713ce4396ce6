import { exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';

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
