import { TransientFault } from '../errors.ts';

/** Enough for accidental conflicts. Under heavy contention, fail and let the caller retry. */
const maxRounds = 8;

/**
 * Repeats a round of read, decision and write until its write succeeds. A round that another write
 * overtook returns `undefined`. `who` is the record, e.g. `Job job_1`. Throws `TransientFault`
 * after the last round.
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
