import { SystemClock } from '../adapters/aws/system-clock.ts';
import { SqliteBatches } from '../adapters/bulk/journal/sqlite-batches.ts';
import { SqliteJournal } from '../adapters/bulk/journal/sqlite-journal.ts';
import type { Patience } from '../adapters/bulk/transfer/engine/patience.ts';
import { KeepsakeError } from '../core/errors.ts';
import { CommandProblem } from './command-problem.ts';
import { defaultJournal, type Settings } from './settings.ts';
import type { Workspace } from './workspace.ts';

/** Opens what the settings name. Throws `CommandProblem`. */
export const openWorkspace = async (
  settings: Settings,
  patience?: Patience,
): Promise<Workspace> => {
  if (!settings.local && settings.stage === undefined)
    return { ...journalWorkspace(settings.journal ?? defaultJournal), stage: undefined };
  const { openStage } = await import('./open-stage.ts');
  const workspace = await openStage(settings, patience);
  if (settings.journal === undefined) return workspace;
  const journal = journalWorkspace(settings.journal);
  const close = (): void => {
    journal.close();
    workspace.close();
  };
  return { ...workspace, ...journal, close };
};

const journalWorkspace = (file: string): Pick<Workspace, 'batches' | 'close'> => {
  const journal = openJournal(file);
  return { batches: new SqliteBatches(journal, new SystemClock()), close: () => journal.close() };
};

const openJournal = (file: string): SqliteJournal => {
  try {
    return new SqliteJournal(file);
  } catch (error) {
    if (error instanceof KeepsakeError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandProblem(
      `The journal ${file} cannot be opened (${why}). Name another with --journal or ` +
        'KEEPSAKE_JOURNAL.',
      undefined,
      error,
    );
  }
};

/**
 * Opens what the settings name, for as long as the work takes; `patience`: with its tables and the
 * database of a source. Throws `CommandProblem`.
 */
export const inWorkspace = async <Answer>(
  settings: Settings,
  work: (workspace: Workspace) => Promise<Answer>,
  patience?: Patience,
): Promise<Answer> => {
  const workspace = await openWorkspace(settings, patience);
  try {
    return await work({ ...workspace, ...(patience && { patience }) });
  } finally {
    workspace.close();
  }
};
