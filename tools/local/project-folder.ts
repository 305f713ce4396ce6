import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

/** What local runs leave behind; git does not see it. */
export const stateFolder = path.resolve(projectFolder, process.env.KEEPSAKE_FOLDER ?? '.keepsake');

/**
 * The path with the project's own tools first: functions must run on the pinned Node, whatever the
 * machine has.
 */
export const toolPath = [path.join(projectFolder, 'node_modules', '.bin'), process.env.PATH].join(
  path.delimiter,
);
