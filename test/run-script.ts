import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { projectFolder } from '../tools/local/project-folder.ts';

/** A script of the project under test: what it wrote so far, and how it ended. */
export type ScriptRun = {
  child: ChildProcess;
  output: { stdout: string; stderr: string };
  ended: Promise<number | null>;
};

/**
 * Starts a script (`tools/local/main.ts`) as npm would; `changes` set to undefined unset a
 * variable.
 */
export const runScript = (
  script: string,
  args: readonly string[],
  changes: NodeJS.ProcessEnv = {},
): ScriptRun => {
  const main = path.join(projectFolder, script);
  const env = { ...process.env, ...changes };
  const child = spawn(process.execPath, ['--no-warnings', main, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
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
