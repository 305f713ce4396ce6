import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { type Check, expectEqual } from '../../check.ts';
import { type DeployedStage, tableOutputs } from '../../stage/deployed-stage.ts';
import { describeStack } from '../../stage/stacks.ts';

const remedy = 'deploy again: somebody changed it by hand';
const onlyAws = 'its CloudFormation leaves out this setting of a GlobalTable';

const tables = (stage: DeployedStage): string[] => tableOutputs.map((output) => stage[output]);

/** Checks of the tables' protection. */
export const tableChecks: readonly Check[] = [
  {
    name: 'every table can be restored to any point in time',
    remedy,
    onlyAws,
    async run(stage) {
      for (const TableName of tables(stage)) {
        const { ContinuousBackupsDescription: backups } = await stage.dynamo.send(
          new DescribeContinuousBackupsCommand({ TableName }),
        );
        expectEqual(
          `of ${TableName}`,
          backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus,
          'ENABLED',
        );
      }
      return undefined;
    },
  },
  {
    name: 'tables are protected from deletion as configured',
    remedy,
    async run(stage) {
      const kept = stage.config.onRemoval === 'keep';
      for (const TableName of tables(stage)) {
        const { Table } = await stage.dynamo.send(new DescribeTableCommand({ TableName }));
        expectEqual(
          `deletion protection of ${TableName}`,
          Table?.DeletionProtectionEnabled ?? false,
          kept,
        );
      }
      return kept ? 'protected' : 'not protected, as onRemoval says';
    },
  },
  {
    name: 'the Data stack is protected from deletion as configured',
    remedy,
    async run({ operator, dataStack, config: { onRemoval } }) {
      const { EnableTerminationProtection } = await describeStack(operator, dataStack);
      expectEqual(
        'termination protection',
        EnableTerminationProtection === true,
        onRemoval === 'keep',
      );
      return undefined;
    },
  },
  {
    name: 'expired records are swept',
    remedy,
    onlyAws,
    async run(stage) {
      for (const TableName of tables(stage)) {
        const { TimeToLiveDescription: ttl } = await stage.dynamo.send(
          new DescribeTimeToLiveCommand({ TableName }),
        );
        expectEqual(
          `time to live of ${TableName}`,
          `${ttl?.TimeToLiveStatus} by ${ttl?.AttributeName}`,
          'ENABLED by ttl',
        );
      }
      return undefined;
    },
  },
];
