import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runScript, type ScriptRun } from '../../run-script.ts';

/** A `npm start` under test, and where its state is. */
export type LocalRun = ScriptRun & { stateFolder: string };

/**
 * Starts tools/local/main.ts with a state folder of its own, so that a developer's running stage is
 * left alone.
 */
export const runLocal = (args: readonly string[], changes: NodeJS.ProcessEnv): LocalRun => {
  const stateFolder = mkdtempSync(path.join(tmpdir(), 'keepsake-test-'));
  return {
    ...runScript('tools/local/main.ts', args, { KEEPSAKE_FOLDER: stateFolder, ...changes }),
    stateFolder,
  };
};
