import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { projectFolder } from '../../local/project-folder.ts';

/** A first-deploy run under test: what it wrote, and how it ended. */
export type FirstDeployRun = { child: ChildProcess; output: { stdout: string; stderr: string }; ended: Promise<number | null> };

/** Starts first-deploy/main.ts as `npm run first-deploy` does; `changes` set to undefined unset a variable. */
export const runFirstDeploy = (args: readonly string[], changes: NodeJS.ProcessEnv = {}): FirstDeployRun => {
  const main = path.join(projectFolder, 'first-deploy', 'main.ts');
  const env = { ...process.env, ...changes };
  const child = spawn(process.execPath, ['--no-warnings', main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (data) => {
    output.stdout += data;
  });
  child.stderr.on('data', (data) => {
    output.stderr += data;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, output, ended };
};
