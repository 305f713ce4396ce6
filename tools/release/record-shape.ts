import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../local/project-folder.ts';
import { synthesizedShape } from './synthesized-shape.ts';

/**
 * Writes `test/lib/stateful/<version>.json`: later versions must not replace the stateful resources
 * that this version deploys. Answers the file's path from the root, and whether it changed.
 */
export const recordShape = (version: string): { file: string; isNew: boolean } => {
  const file = path.join('test', 'lib', 'stateful', `${version}.json`);
  const whole = path.join(projectFolder, file);
  const text = `${JSON.stringify(synthesizedShape(), null, 2)}\n`;
  const isNew = !existsSync(whole) || readFileSync(whole, 'utf8') !== text;
  if (isNew) writeFileSync(whole, text);
  return { file, isNew };
};
