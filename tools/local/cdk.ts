import { devNull } from 'node:os';
import path from 'node:path';
import { LocalProblem } from './local-problem.ts';
import { npmEnvironment } from './npm-environment.ts';
import { compileCache, projectFolder, toolPath } from './project-folder.ts';
import { relevantLines } from './relevant-lines.ts';
import { runCommand } from './run-command.ts';
import type { Aws } from './signed-fetch.ts';

const cli = path.join(projectFolder, 'node_modules', 'aws-cdk', 'bin', 'cdk');

// The developer's own AWS profile must not be what a local deployment runs with.
/** The environment of the CDK: what is needed of one's own, and nothing that names an account. */
export const cdkEnvironment = (
  { endpoint, region, credentials }: Aws,
  home: string,
  own: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv => ({
  ...npmEnvironment(own, endpoint),
  PATH: toolPath,
  HOME: home,
  TMPDIR: home,
  LANG: 'C.UTF-8',
  CI: '1',
  NODE_COMPILE_CACHE: compileCache,
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  // Three seconds for rules that test/lib checks on every stage; cdk-nag still runs.
  CDK_VALIDATION: 'false',
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
});

/**
 * Runs the project's own CDK CLI against an endpoint; `home` is its scratch folder. Throws
 * `LocalProblem` with its last relevant lines.
 */
export const runCdk = async (
  aws: Aws,
  home: string,
  args: readonly string[],
  cwd = projectFolder,
): Promise<void> => {
  const { code, lines } = await runCommand(process.execPath, [cli, ...args, '--no-notices'], {
    cwd,
    env: cdkEnvironment(aws, home),
  });
  if (code !== 0)
    throw new LocalProblem(
      `cdk ${args[0]} failed:\n${relevantLines(lines)}\nCorrect what it names, then run it again.`,
    );
};
