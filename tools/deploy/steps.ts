import { existsSync } from 'node:fs';
import type { Config } from '../../lib/config-schema.ts';
import { secretVersionContext } from '../../lib/orders/provider-secret.ts';
import { firstDeployment } from '../../lib/shared/removal-policy.ts';
import { stackNameOf } from '../../lib/shared/stage-stacks.ts';
import type { StageState } from './stage-state.ts';

/** One command of a deployment; `node` runs with this Node. */
export type Step = { command: readonly string[]; why: string };

/** Inputs of the steps. */
type Surroundings = {
  keysFile: string;
  exists?: (file: string) => boolean;
  state: Pick<StageState, 'isFirst' | 'secretVersions'>;
};

type Deployed = Pick<Config, 'stage' | 'delivery' | 'onRemoval' | 'auth'>;

const rotation = 'tools/delivery-keys/main.ts';
const cdk = 'node_modules/aws-cdk/bin/cdk';

/**
 * The steps of a deployment: makes signing keys if the stage delivers through CloudFront and has
 * none, then deploys every stack. A first deployment that keeps its data is protected in a step of
 * its own, and so are the records of version 0.1.0 listed. `more` goes to `cdk deploy` as it is.
 */
export const deploySteps = (
  config: Deployed,
  surroundings: Surroundings,
  more: readonly string[] = [],
): Step[] => {
  const { keysFile, exists = existsSync, state } = surroundings;
  const isUnprotected = state.isFirst && config.onRemoval === 'keep';
  const first = isUnprotected ? option(firstDeployment, 'true') : [];
  const deploy: Step = {
    command: cdkDeploy(config, surroundings, '--all', ...first, ...more),
    why: `Deploying every stack of ${config.stage}`,
  };
  return [
    ...(config.delivery.enabled && !exists(keysFile) ? [keysStep(config)] : []),
    deploy,
    ...(isUnprotected ? [protectStep(config, surroundings, more)] : []),
    ...(config.auth.pool?.inService ? [fillStep(config)] : []),
  ];
};

const option = (name: string, value: string): string[] => ['-c', `${name}=${value}`];

const cdkDeploy = (
  { stage }: Deployed,
  { state: { secretVersions } }: Surroundings,
  ...more: readonly string[]
): string[] => [
  ...[cdk, 'deploy', ...option('stage', stage)],
  ...Object.entries(secretVersions).flatMap(([name, version]) =>
    option(secretVersionContext(name), version),
  ),
  ...more,
];

const keysStep = ({ stage }: Deployed): Step => ({
  command: ['--no-warnings', rotation, '--stage', stage],
  why:
    `Making the keys that sign delivery URLs of ${stage}. Commit delivery-keys/${stage}.json ` +
    'afterwards',
});

/** Protected resources cannot be rolled back: a first deployment is protected afterwards. */
const protectStep = (
  config: Deployed,
  surroundings: Surroundings,
  more: readonly string[],
): Step => ({
  command: cdkDeploy(config, surroundings, stackNameOf(config.stage, 'Data'), ...more),
  why: `Protecting the data of ${config.stage} from deletion`,
});

/** Records of version 0.1.0 lack the keys of later indexes. `inService` marks that one update. */
const fillStep = ({ stage }: Deployed): Step => ({
  command: ['--no-warnings', 'tools/fill-indexes/main.ts', '--stage', stage],
  why: `Listing the records of version 0.1.0 in the indexes of this version`,
});
