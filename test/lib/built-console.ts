import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes something like a built console below a folder, so that a synthesis builds none. */
export const builtConsole = (below: string): string => {
  const folder = join(below, 'built-console');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'assets', 'index.js'), '');
  return folder;
};
