import { TransientFault } from '../errors.ts';

/**
 * Enough for what meets by chance; whoever is overtaken more often is one of a crowd, and waits for
 * its own retry.
 */
const maxRounds = 8;

/**
 * Repeats a round of reading, deciding and writing while somebody else's write overtakes it: then
 * the round answers `undefined`. `who` is the record, e.g. `Job job_1`. Throws `TransientFault`
 * when it never comes through.
 */
export const untilWritten = async <Answer extends NonNullable<unknown>>(
  who: string,
  context: Record<string, string>,
  round: () => Promise<Answer | undefined>,
): Promise<Answer> => {
  for (let rounds = 0; rounds < maxRounds; rounds++) {
    const answer = await round();
    if (answer !== undefined) return answer;
  }
  throw new TransientFault(`${who} kept changing; try again.`, { context });
};
