import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectFolder } from '../../local/project-folder.ts';

/** A `npm start` under test: what it wrote so far, and how it ended. */
export type LocalRun = {
  child: ChildProcess;
  output: { stdout: string; stderr: string };
  ended: Promise<number | null>;
  stateFolder: string;
};

/** Starts local/main.ts with a state folder of its own, so that a developer's running stage is left alone. */
export const runLocal = (args: readonly string[], changes: NodeJS.ProcessEnv): LocalRun => {
  const stateFolder = mkdtempSync(path.join(tmpdir(), 'keepsake-test-'));
  const env = { ...process.env, KEEPSAKE_FOLDER: stateFolder, ...changes };
  const main = path.join(projectFolder, 'local', 'main.ts');
  const child = spawn(process.execPath, ['--no-warnings', main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (data) => {
    output.stdout += data;
  });
  child.stderr.on('data', (data) => {
    output.stderr += data;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, output, ended, stateFolder };
};
