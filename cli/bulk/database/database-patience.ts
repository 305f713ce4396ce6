import { Patience } from '../../../adapters/bulk/transfer/engine/patience.ts';
import type { Context } from '../../command.ts';
import { numberOf } from '../../option-values.ts';

/**
 * How patiently a command asks the tables of a stage, or the database of a source; it says when it
 * waits.
 */
export const databasePatience = ({
  values,
  output,
}: Pick<Context, 'values' | 'output'>): Patience => {
  const seconds = numberOf(values, 'patience', 0);
  return new Patience({
    retries: numberOf(values, 'retries', 0),
    patienceMs: seconds === undefined ? undefined : seconds * 1_000,
    onWait: (isWaiting) =>
      output.say(
        isWaiting
          ? 'The database does not answer. Waiting for it; nothing fails of that (--patience).'
          : 'The waiting for the database is over.',
      ),
  });
};
