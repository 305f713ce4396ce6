import { existsSync } from 'node:fs';
import type { Config } from '../../lib/config-schema.ts';

/** One command of a deployment; `node` runs with this Node. */
export type Step = { command: readonly string[]; why: string };

/** Inputs of the steps. */
type Surroundings = { keysFile: string; exists?: (file: string) => boolean };

const rotation = 'tools/delivery-keys/main.ts';
const cdk = 'node_modules/aws-cdk/bin/cdk';

/**
 * The steps of a deployment: makes signing keys if the stage delivers through CloudFront and has
 * none, then deploys every stack. `more` goes to `cdk deploy` as it is.
 */
export const deploySteps = (
  { stage, delivery }: Pick<Config, 'stage' | 'delivery'>,
  { keysFile, exists = existsSync }: Surroundings,
  more: readonly string[] = [],
): Step[] => {
  const deploy: Step = {
    command: [cdk, 'deploy', '--all', '-c', `stage=${stage}`, ...more],
    why: `Deploying every stack of ${stage}`,
  };
  if (!delivery.enabled || exists(keysFile)) return [deploy];
  const keys: Step = {
    command: ['--no-warnings', rotation, '--stage', stage],
    why:
      `Making the keys that sign delivery URLs of ${stage}. Commit delivery-keys/${stage}.json ` +
      'afterwards',
  };
  return [keys, deploy];
};
