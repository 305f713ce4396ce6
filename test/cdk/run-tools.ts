import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectFolder } from '../../tools/local/project-folder.ts';

export const run = promisify(execFile);

/** Runs a program of our own packages. */
export const tool = (name: string, ...args: string[]) =>
  run(process.execPath, [join(projectFolder, 'node_modules/.bin', name), ...args]);

/** Runs a CDK app of these lines in a folder that has the package. */
export const runApp = (code: string, folder: string) => {
  const imports = `import { Keepsake } from '@keepsake/cdk'; import { App } from 'aws-cdk-lib';`;
  const args = ['--input-type=module', '--eval', `${imports}\n${code}`];
  return run(process.execPath, args, { cwd: folder });
};
