import { globSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  functionDirectory,
  type WriteFunction,
} from '../../../lib/shared/bundle/write-function.ts';

const lambdas = fileURLToPath(new URL('../../../lambdas/', import.meta.url));

const names = new Set(
  globSync('*/*.function.ts', { cwd: lambdas }).map((file) => basename(file, '.function.ts')),
);

/**
 * Writes a function's settings, and its name for its code: a template has nothing of the code but a
 * hash, and to write and to hash 30 MB takes a fifth of a synthesis.
 */
export const nameForCode: WriteFunction = (name, folder, settings) => {
  if (!names.has(name)) throw new Error(`There is no lambdas/<capability>/${name}.function.ts.`);
  const directory = functionDirectory(name, folder, settings);
  writeFileSync(join(directory, 'index.mjs'), name);
  return directory;
};
