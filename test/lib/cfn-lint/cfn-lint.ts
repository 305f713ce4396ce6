import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const venv = fileURLToPath(new URL('../../../.keepsake/lint-venv', import.meta.url));
const program = join(venv, 'bin', 'cfn-lint');
const requirements = fileURLToPath(new URL('./requirements.txt', import.meta.url));

const run = (command: string, ...args: string[]): SpawnSyncReturns<string> =>
  spawnSync(command, args, { encoding: 'utf8' });

const isThere = (): boolean => existsSync(program) && run(program, '--version').status === 0;

const install = (): boolean => {
  const made = run('python3', '-m', 'venv', venv);
  const installed =
    made.status === 0 &&
    run(
      join(venv, 'bin', 'pip'),
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '-r',
      requirements,
    );
  return installed !== false && installed.status === 0;
};

/**
 * cfn-lint, installed into the project on first use; `undefined` where python3 or the registry
 * cannot be reached.
 */
export const cfnLint = (): string | undefined => (isThere() || install() ? program : undefined);

// W3005, a DependsOn beside a reference to the same role: CDK writes it so that the function also
// waits for the role's policy.
const options = ['--format', 'parseable', '--regions', 'eu-central-1', '--ignore-checks', 'W3005'];

/** One line per finding. */
export const findingsIn = (lint: string, templates: readonly string[]): string[] => {
  const { stdout, stderr, error } = run(lint, ...options, '--', ...templates);
  if (error !== undefined || stderr !== '')
    throw new Error(`cfn-lint did not run: ${error?.message ?? stderr}`);
  return stdout.split('\n').filter((line) => line !== '');
};
