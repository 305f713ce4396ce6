import { describeStack, stackResources } from '../../../adapters/aws/stacks.ts';
import { stageConfig } from '../../../lib/config.ts';
import type { Config } from '../../../lib/config-schema.ts';
import { stackNameOf } from '../../../lib/shared/stage-stacks.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import { findOperator, json, type Operator } from '../stage/operator.ts';

/** Questions of a preflight to an account, before the first deployment. */
export type Place = {
  config: Config;
  region: string;
  /** Executions that Lambda runs at once in this account and region. */
  concurrency(): Promise<number>;
  /** Version of the CDK's bootstrap in a region; `undefined` where there is none. */
  bootstrap(region: string): Promise<number | undefined>;
  /** State of a stack; `undefined` where there is none. */
  stackStatus(name: string, region: string): Promise<string | undefined>;
  /** Resources of the Service stack; none before the first deployment. */
  serviceResources(): ReturnType<typeof stackResources>;
  /** Distributions that the account has, whosever they are. */
  distributions(): Promise<number>;
};

const bootstrapName = '/cdk-bootstrap/hnb659fds/version';

type Parameters = { Parameters: { Value: string }[] };
type Settings = { AccountLimit: { ConcurrentExecutions: number } };

const inRegion = (operator: Operator, region: string): Operator => ({
  ...operator,
  region,
  call: async (call) => {
    const endpoint = operator.endpoint ?? `https://${call.service}.${region}.amazonaws.com`;
    return signedFetch({ endpoint, region, credentials: await operator.credentials() }, call);
  },
});

/** Finds credentials and region as the AWS CLI would. Throws `FirstDeployProblem`. */
export const openPlace = async (stage: string, endpoint: string | undefined): Promise<Place> => {
  const config = stageConfig(stage);
  const operator = await findOperator(endpoint);
  return {
    config,
    region: operator.region,
    async concurrency() {
      const path = '/2016-08-19/account-settings/';
      const text = await operator.call({ service: 'lambda', method: 'GET', path });
      return (JSON.parse(text) as Settings).AccountLimit.ConcurrentExecutions;
    },
    async bootstrap(region) {
      const ssm = inRegion(operator, region);
      const found = await json<Parameters>(ssm, 'ssm', 'AmazonSSM.GetParameters', {
        Names: [bootstrapName],
      });
      return found.Parameters[0] && Number(found.Parameters[0].Value);
    },
    async stackStatus(name, region) {
      return (await describeStack(inRegion(operator, region), name))?.StackStatus;
    },
    serviceResources: () => stackResources(operator, stackNameOf(stage, 'Service')),
    async distributions() {
      const cloudFront = {
        ...(endpoint === undefined
          ? { endpoint: 'https://cloudfront.amazonaws.com' }
          : { endpoint }),
        region: 'us-east-1',
        credentials: await operator.credentials(),
      };
      const call = { service: 'cloudfront', method: 'GET', path: '/2020-05-31/distribution' };
      const text = await signedFetch(cloudFront, call);
      return Number(/<Quantity>(\d+)<\/Quantity>/.exec(text)?.[1] ?? 0);
    },
  };
};
