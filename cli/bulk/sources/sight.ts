import type { PathSelection, Selects } from '../../../core/bulk/model/path-selection.ts';

/** What a listing saw so far: any file at all, and any that the options leave over. */
export class Sight {
  hasFiles = false;
  hasChosen = false;
}

/** What a selection takes, reported to `sight`. */
export const selecting =
  (selection: PathSelection, sight: Sight): Selects =>
  (path, isFolder) => {
    const isTaken = selection.selects(path, isFolder);
    sight.hasChosen ||= isTaken;
    return isTaken;
  };
