import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { AccessRefused } from '../../adapters/aws/access-refused.ts';
import type { AwsAccess } from '../../adapters/aws/client-settings.ts';
import { stackOutputs } from '../../adapters/aws/stacks.ts';
import { TransientFault } from '../../core/errors.ts';
import { InvalidConfiguration, stageConfig } from '../../lib/config.ts';
import { deliveryKeysFile } from '../../lib/delivery/delivery-keys.ts';
import { stackNameOf } from '../../lib/shared/stage-stacks.ts';
import { FirstDeployProblem } from '../first-deploy/first-deploy-problem.ts';
import { findOperator } from '../first-deploy/stage/operator.ts';
import { notedOutputs } from './noted-outputs.ts';
import { readStageState } from './stage-state.ts';
import { deploySteps } from './steps.ts';
import { dropThrottle } from './throttle-left-behind.ts';

const usage = `npm run deploy -- --stage <stage> [-- <options of cdk deploy>]
  Makes the stage's signing keys where it needs them and has none, then deploys every stack.
  A first deployment that fails can be repeated: its data is protected once it succeeded.
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

const again = 'The deployment stopped. Correct the cause above, then run the same command again.\n';

const sayOutputs = async (where: AwsAccess, stage: string): Promise<void> => {
  const names = ['Data', 'Delivery', 'Service'] as const;
  const outputs = await Promise.all(
    names.map((name) => stackOutputs(where, stackNameOf(stage, name))),
  );
  const found = outputs.flatMap((stack) => (stack === undefined ? [] : [stack]));
  process.stdout.write(
    `\nTo note, for your site, your payments and your DNS:\n${notedOutputs(found)}`,
  );
};

const run = async (): Promise<number> => {
  const asked = wanted();
  if (!asked) {
    process.stderr.write(usage);
    return 2;
  }
  const { stage, more } = asked;
  const config = stageConfig(stage);
  const where = await findOperator(process.env.AWS_ENDPOINT_URL);
  const state = await readStageState(config, where);
  if (state.refusal !== undefined) throw new InvalidConfiguration(state.refusal);
  for (const warning of state.warnings) process.stderr.write(`${warning}\n`);
  if (state.losesWebhooks !== undefined) await dropThrottle(where, state.losesWebhooks);
  const surroundings = { keysFile: deliveryKeysFile(stage), state };
  for (const { command, why } of deploySteps(config, surroundings, more)) {
    process.stderr.write(`${why}.\n`);
    const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
    if (status !== 0) {
      process.stderr.write(again);
      return status ?? 1;
    }
  }
  await sayOutputs(where, stage);
  return 0;
};

try {
  process.exitCode = await run();
} catch (error) {
  const known = [InvalidConfiguration, FirstDeployProblem, AccessRefused, TransientFault];
  const isKnown = known.some((kind) => error instanceof kind);
  if (!(error instanceof Error && isKnown)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
