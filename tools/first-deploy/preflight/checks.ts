import { hasEdgeAlarms } from '../../../lib/operations/edge-alarms-stack.ts';
import { regionProblems } from '../../../lib/region-problems.ts';
import { fixedConsumers } from '../../../lib/shared/consumers-schema.ts';
import {
  cloudFrontRegion,
  regionOfPart,
  stackNameOf,
  stackParts,
} from '../../../lib/shared/stage-stacks.ts';
import { poolLeftBehind } from '../../deploy/pool-left-behind.ts';
import { CheckFailed, expectThat } from '../check.ts';
import type { AccountProbe } from './account-probe.ts';
import { deploymentRightsCheck } from './deployment-rights.ts';
import { keyPolicyCheck } from './key-policy.ts';
import type { PreflightCheck } from './preflight-check.ts';
import { quotaChecks } from './quotas/quota-checks.ts';

/** Executions that AWS leaves to functions without a reservation. */
const unreserved = 100;

/** The CDK CLI of package.json needs this version of its bootstrap. */
const bootstrapVersion = 6;

const regionsOf = ({ config, region }: AccountProbe): string[] => {
  const hasEdge = hasEdgeAlarms(config) || config.frontDoor !== undefined;
  const there = config.replica ? [config.replica.region] : [];
  return [...new Set([region, ...(hasEdge ? [cloudFrontRegion] : []), ...there])];
};

const isStuck = (status: string): boolean =>
  /ROLLBACK_FAILED|DELETE_FAILED|CREATE_FAILED/.test(status);

/** Looked at before the first deployment, in order. */
export const preflightChecks: readonly PreflightCheck[] = [
  {
    name: 'the region can hold the stage',
    remedy: 'choose another region (AWS_REGION)',
    async run({ config: { stage, delivery, replica }, region }) {
      const [problem] = regionProblems({ stage, region, delivers: delivery.enabled });
      if (problem) throw new CheckFailed(problem.message);
      expectThat(replica?.region !== region, 'replica.region is the region of the stage itself');
      return region;
    },
  },
  {
    name: 'the CDK is bootstrapped in every region of the stage',
    remedy: 'npx cdk bootstrap aws://<account>/<region>, for each region named',
    async run(probe) {
      const regions = regionsOf(probe);
      for (const region of regions) {
        const version = await probe.bootstrap(region);
        expectThat(version !== undefined, `no bootstrap in ${region}`);
        expectThat(version >= bootstrapVersion, `bootstrap ${version} in ${region} is too old`);
      }
      return regions.join(', ');
    },
  },
  deploymentRightsCheck,
  keyPolicyCheck,
  {
    name: 'Lambda may run as much at once as the stage reserves',
    remedy: 'ask for more: Service Quotas → Lambda → Concurrent executions; or lower `consumers`',
    async run({ config: { consumers }, concurrency }) {
      const { paymentsReserved = 0, ...others } = consumers;
      const allowed = await concurrency();
      const runs = Object.values({ ...others, ...fixedConsumers });
      const queues = runs.reduce((sum, each) => sum + each, 0);
      expectThat(
        paymentsReserved === 0 || allowed - paymentsReserved >= unreserved,
        `${allowed} at once; ${paymentsReserved} reserved leave less than the ${unreserved} ` +
          'that AWS keeps free',
      );
      expectThat(allowed > queues, `${allowed} at once; queues alone may take ${queues}`);
      return `${allowed} at once`;
    },
  },
  ...quotaChecks,
  {
    name: 'no stack of the stage is stuck',
    remedy: 'take its termination protection off and delete it: docs/deploying.md, step 4',
    async run({ config, region, stackStatus }) {
      for (const part of stackParts) {
        const name = stackNameOf(config.stage, part);
        const status = await stackStatus(name, regionOfPart(part, region, config.replica?.region));
        expectThat(status === undefined || !isStuck(status), `${name} is ${status}`);
      }
      return undefined;
    },
  },
  {
    name: 'no user pool of version 0.1.0 is left behind',
    remedy: 'set auth.pool in lib/config.ts as the message says',
    async run({ config, serviceResources }) {
      const refusal = poolLeftBehind(config, await serviceResources());
      if (refusal !== undefined) throw new CheckFailed(refusal);
      return undefined;
    },
  },
  {
    name: 'the account may have a distribution',
    remedy:
      'ask AWS Support to verify the account for CloudFront, or set delivery.enabled to false',
    async run({ config: { delivery }, distributions }) {
      if (!delivery.enabled) return { skipped: 'delivery.enabled is false' };
      const count = await distributions();
      if (count > 0) return `it has ${count}`;
      return {
        skipped: 'it has none yet: only the first one shows whether AWS verified the account',
      };
    },
  },
  {
    name: 'somebody is told of alarms',
    remedy: 'set alertEmails in lib/config.ts, or subscribe a pager after the deployment',
    async run({ config: { alertEmails } }) {
      expectThat(alertEmails.length > 0, 'alertEmails is empty');
      return `${alertEmails.length} to confirm after the deployment`;
    },
  },
];
