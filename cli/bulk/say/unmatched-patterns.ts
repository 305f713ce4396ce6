import type { Batch } from '../../../core/bulk/model/batch.ts';
import type { PathSelection } from '../../../core/bulk/model/path-selection.ts';
import type { Output } from '../../output.ts';

/**
 * Warns of patterns that matched no file, which are most often misspelt. Says nothing when this
 * command listed only a part of the source.
 */
export const sayUnmatched = (
  { unmatched }: PathSelection,
  { listed, listedTo }: Batch,
  output: Output,
): void => {
  if (listed || listedTo !== undefined) return;
  for (const { option, glob } of unmatched)
    output.say(`--${option} '${glob}' matched no file. ${adviceFor(glob)}`);
};

/** A bare name may be meant as a folder. */
const adviceFor = (glob: string): string =>
  /[*?[{]/.test(glob)
    ? 'See "Which files" in docs/bulk-migration.md.'
    : `Everything below a folder of that name is written ${glob.replace(/\/$/, '')}/**.`;
