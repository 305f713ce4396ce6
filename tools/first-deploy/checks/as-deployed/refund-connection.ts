import {
  DescribeApiDestinationCommand,
  DescribeConnectionCommand,
} from '@aws-sdk/client-eventbridge';
import { stackNameOf } from '../../../../lib/shared/stage-stacks.ts';
import { type Check, expectEqual, expectThat } from '../../check.ts';
import type { DeployedStage } from '../../stage/deployed-stage.ts';
import { json, query } from '../../stage/operator.ts';
import { resourcesOf } from '../../stage/part-resources.ts';

const remedy =
  'npm run deploy -- --stage <stage>: it names the current version of the provider’s secret, ' +
  'which CloudFormation then reads again (docs/payments.md)';
const notWanted = { skipped: 'refund is not configured' };
const onlyAws = 'it has no connections from CloudFormation';

type Secret = { VersionIdsToStages: Record<string, string[]> };

/** The secrets that a template reads, each with the version it names, if it names one. */
const referencesIn = (template: string): { name: string; version: string | undefined }[] =>
  [...template.matchAll(/\{\{resolve:secretsmanager:([^:}]+):SecretString:::([\w-]*)\}\}/g)].map(
    ([, name = '-', version]) => ({ name, version: version || undefined }),
  );

const currentVersion = async ({ operator }: DeployedStage, name: string): Promise<string> => {
  const { VersionIdsToStages } = await json<Secret>(
    operator,
    'secretsmanager',
    'secretsmanager.DescribeSecret',
    { SecretId: name },
  );
  const versions = Object.entries(VersionIdsToStages);
  return versions.find(([, labels]) => labels.includes('AWSCURRENT'))?.[0] ?? 'none';
};

/** Checks of the way to a payment provider, without sending anything to it. */
export const refundConnectionChecks: readonly Check[] = [
  {
    name: 'the connection to the payment provider is authorized, and its destination active',
    remedy,
    onlyAws,
    async run(stage) {
      if (stage.config.refund === undefined) return notWanted;
      const named = await resourcesOf(stage, ['Refunds']);
      const connections = named('AWS::Events::Connection');
      expectThat(connections.length > 0, 'the Refunds stack has no connection');
      for (const Name of connections) {
        const { ConnectionState } = await stage.bus.send(new DescribeConnectionCommand({ Name }));
        expectEqual(`the state of ${Name}`, ConnectionState, 'AUTHORIZED');
      }
      for (const Name of named('AWS::Events::ApiDestination')) {
        const { ApiDestinationState } = await stage.bus.send(
          new DescribeApiDestinationCommand({ Name }),
        );
        expectEqual(`the state of ${Name}`, ApiDestinationState, 'ACTIVE');
      }
      return `${connections.length} authorized`;
    },
  },
  {
    name: 'the connection holds the current version of the provider’s secret',
    remedy,
    onlyAws,
    async run(stage) {
      if (stage.config.refund === undefined) return notWanted;
      const template = await query(stage.operator, 'cloudformation', {
        Action: 'GetTemplate',
        Version: '2010-05-15',
        StackName: stackNameOf(stage.config.stage, 'Refunds'),
      });
      const references = referencesIn(template);
      expectThat(references.length > 0, 'the Refunds stack reads no secret');
      for (const { name, version } of references)
        expectEqual(
          `the version of ${name} that was read`,
          version,
          await currentVersion(stage, name),
        );
      return `${references.length} of the current version`;
    },
  },
];
