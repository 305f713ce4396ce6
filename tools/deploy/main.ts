import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { InvalidConfiguration, stageConfig } from '../../lib/config.ts';
import { deliveryKeysFile } from '../../lib/delivery/delivery-keys.ts';
import { deploySteps } from './steps.ts';

const usage = `npm run deploy -- --stage <stage> [-- <options of cdk deploy>]
  Makes the stage's signing keys where it needs them and has none, then deploys every stack.
Environment: AWS_PROFILE, AWS_REGION, and whatever else the AWS CDK reads
`;

const root = fileURLToPath(new URL('../..', import.meta.url));

const wanted = (): { stage: string; more: string[] } | undefined => {
  try {
    const { values, positionals } = parseArgs({
      args: process.argv.slice(2),
      options: { stage: { type: 'string' } },
      allowPositionals: true,
    });
    return values.stage === undefined ? undefined : { stage: values.stage, more: positionals };
  } catch {
    return undefined;
  }
};

const run = (): number => {
  const asked = wanted();
  if (!asked) {
    process.stderr.write(usage);
    return 2;
  }
  const { stage, more } = asked;
  const keysFile = deliveryKeysFile(stage);
  for (const { command, why } of deploySteps(stageConfig(stage), { keysFile }, more)) {
    process.stderr.write(`${why}.\n`);
    const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
    if (status !== 0) return status ?? 1;
  }
  return 0;
};

try {
  process.exitCode = run();
} catch (error) {
  if (!(error instanceof InvalidConfiguration)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
