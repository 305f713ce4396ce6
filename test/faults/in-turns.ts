import { inParallel } from '../../adapters/aws/in-parallel.ts';

/** Two cores and one emulator: more at a time would only wait for each other. */
const atATime = 8;

/** The result of every item, as `[item, result]`, a few at a time. */
export const inTurns = <Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<[Item, Result][]> =>
  inParallel(atATime, items, async (item): Promise<[Item, Result]> => [item, await work(item)]);
