import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsFile } from '../../../core/contract.ts';

/**
 * Writes a function's code below `folder`, with the settings that it reads beside the code. Returns
 * the directory to deploy.
 */
export type WriteFunction = (name: string, folder: string, settings?: string) => string;

/** Makes the directory of a function and writes its settings. Returns the directory. */
export const functionDirectory: WriteFunction = (name, folder, settings) => {
  const directory = join(folder, name);
  mkdirSync(directory, { recursive: true });
  if (settings !== undefined) writeFileSync(join(directory, settingsFile), settings);
  return directory;
};

/** Takes code that was built before, `<built>/<name>/index.mjs`, and needs no bundler. */
export const copyFunctions =
  (built: string): WriteFunction =>
  (name, folder, settings) => {
    const directory = functionDirectory(name, folder, settings);
    cpSync(join(built, name), directory, { recursive: true });
    return directory;
  };
