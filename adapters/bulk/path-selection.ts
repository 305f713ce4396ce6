import path from 'node:path';
import type { BatchPlan } from '../../core/bulk/model/batch.ts';

/**
 * Whether a path is part of a batch: any of `include` (or none given), and none of `exclude`. A
 * pattern without `/` matches names anywhere.
 */
export const selectionOf = ({
  include,
  exclude,
}: Pick<BatchPlan, 'include' | 'exclude'>): ((file: string) => boolean) => {
  const matches = (file: string, glob: string): boolean =>
    path.posix.matchesGlob(glob.includes('/') ? file : path.posix.basename(file), glob);
  return (file) =>
    (include.length === 0 || include.some((glob) => matches(file, glob))) &&
    !exclude.some((glob) => matches(file, glob));
};
