import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

/** Files of local runs, which git ignores. */
export const stateFolder = path.resolve(projectFolder, process.env.KEEPSAKE_FOLDER ?? '.keepsake');

/** Node keeps compiled modules here: a CLI run or a synthesis of the tests takes half the time. */
export const compileCache = path.join(
  projectFolder,
  'node_modules',
  '.cache',
  'keepsake',
  'compiled',
);

/** The PATH with the project's own tools first, because functions must run on the pinned Node. */
export const toolPath = [path.join(projectFolder, 'node_modules', '.bin'), process.env.PATH].join(
  path.delimiter,
);
