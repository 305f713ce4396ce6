import type { Settings } from '../settings.ts';

/** A command that finds the batch where this one does: in a stage, or in a journal. */
export const nextCommand = (
  words: string,
  settings: Pick<Settings, 'local' | 'stage' | 'journal'>,
): string => {
  const { journal } = settings;
  return `keepsake ${words}${stageFlag(settings)}${journal ? ` --journal ${journal}` : ''}`;
};

const stageFlag = ({ local, stage }: Pick<Settings, 'local' | 'stage'>): string => {
  if (local) return ' --local';
  return stage ? ` --stage ${stage}` : '';
};
