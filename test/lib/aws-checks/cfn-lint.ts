import { run } from '../../python/venv.ts';

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
