import { SystemClock } from '../adapters/aws/system-clock.ts';
import { SqliteBatches } from '../adapters/bulk/journal/sqlite-batches.ts';
import { SqliteJournal } from '../adapters/bulk/journal/sqlite-journal.ts';
import { KeepsakeError } from '../core/errors.ts';
import { CommandProblem } from './command-problem.ts';
import type { Place } from './place.ts';
import { defaultJournal, type Settings } from './settings.ts';

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

const journalPlace = (file: string): Pick<Place, 'batches' | 'close'> => {
  const journal = openJournal(file);
  return { batches: new SqliteBatches(journal, new SystemClock()), close: () => journal.close() };
};

/** Opens what the settings name. Throws `CommandProblem`. */
export const openPlace = async (settings: Settings): Promise<Place> => {
  if (!settings.local && settings.stage === undefined)
    return { ...journalPlace(settings.journal ?? defaultJournal), stage: undefined };
  const { openStage } = await import('./open-stage.ts');
  const place = await openStage(settings);
  if (settings.journal === undefined) return place;
  const journal = journalPlace(settings.journal);
  const close = (): void => {
    journal.close();
    place.close();
  };
  return { ...place, ...journal, close };
};

/** Opens what the settings name, for as long as the work takes. Throws `CommandProblem`. */
export const atPlace = async <Answer>(
  settings: Settings,
  work: (place: Place) => Promise<Answer>,
): Promise<Answer> => {
  const place = await openPlace(settings);
  try {
    return await work(place);
  } finally {
    place.close();
  }
};
