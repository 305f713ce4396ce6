import type { Settings } from '../settings.ts';

/** A command that finds the batch where this one does: in a stage, or in a journal. */
export const nextCommand = (
  words: string,
  { local, stage, journal }: Pick<Settings, 'local' | 'stage' | 'journal'>,
): string => {
  const where = local ? ' --local' : stage ? ` --stage ${stage}` : '';
  return `keepsake ${words}${where}${journal ? ` --journal ${journal}` : ''}`;
};
