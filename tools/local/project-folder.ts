import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

/** Files of local runs, which git ignores. */
export const stateFolder = path.resolve(projectFolder, process.env.KEEPSAKE_FOLDER ?? '.keepsake');

/** The PATH with the project's own tools first, because functions must run on the pinned Node. */
export const toolPath = [path.join(projectFolder, 'node_modules', '.bin'), process.env.PATH].join(
  path.delimiter,
);
