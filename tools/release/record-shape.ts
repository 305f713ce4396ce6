import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LocalProblem } from '../local/local-problem.ts';
import { projectFolder } from '../local/project-folder.ts';
import { synthesizedShape } from './synthesized-shape.ts';

/**
 * Writes `test/lib/stateful/<version>.json`: later versions must not replace the stateful resources
 * that this version deploys. Returns the file's path from the root, and whether it is new. Throws
 * `LocalProblem` if the version was recorded with other resources.
 */
export const recordShape = (version: string): { file: string; isNew: boolean } => {
  const file = path.join('test', 'lib', 'stateful', `${version}.json`);
  const whole = path.join(projectFolder, file);
  const text = `${JSON.stringify(synthesizedShape(), null, 2)}\n`;
  const isNew = !existsSync(whole);
  if (isNew) writeFileSync(whole, text);
  else if (readFileSync(whole, 'utf8') !== text)
    throw new LocalProblem(
      `Version ${version} was released with other stateful resources (${file}). Set the next ` +
        'version in package.json and in the package.json of client/, react/, cdk/ and create/.',
    );
  return { file, isNew };
};
