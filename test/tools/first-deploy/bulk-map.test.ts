import { describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../../lib/config.ts';
import { bulkMapChecks } from '../../../tools/first-deploy/checks/bulk-map.ts';
import type { DeployedStage } from '../../../tools/first-deploy/stage/deployed-stage.ts';
import { Leftovers } from '../../../tools/first-deploy/stage/leftovers.ts';

const prod = defaultConfig('prod');
const arn = 'arn:aws:states:eu-central-1:111111111111';

/** Step Functions as it answers about a batch's execution and its Map. */
const recorded = (succeeded: number): Readonly<Record<string, object>> => ({
  ListExecutionsCommand: {
    executions: [
      { name: 'bat_1-verify-3', executionArn: `${arn}:execution:bulk:bat_1-verify-3` },
      { name: 'bat_1-migrate-1', executionArn: `${arn}:execution:bulk:bat_1-migrate-1` },
    ],
  },
  ListMapRunsCommand: { mapRuns: [{ mapRunArn: `${arn}:mapRun:bulk/Copy:1` }] },
  DescribeMapRunCommand: { status: 'SUCCEEDED', itemCounts: { total: 3, succeeded } },
});

const stageWith = (sourceBuckets: string[], succeeded = 3): DeployedStage =>
  ({
    config: { ...prod, bulk: { ...prod.bulk, sourceBuckets } },
    bulkStateMachineArn: `${arn}:stateMachine:bulk`,
    leftovers: new Leftovers(),
    s3: { send: async () => ({}) },
    sfn: { send: async ({ constructor: { name } }: object) => recorded(succeeded)[name] },
    resources: [
      {
        logicalId: 'HandlersbatchesFunction00000000',
        type: 'AWS::Lambda::Function',
        physicalId: 'batches',
      },
    ],
    operator: {
      call: async ({ body = '{}' }) => {
        const { routeKey } = JSON.parse(body) as { routeKey: string };
        const statusCode = routeKey.endsWith('/batches') ? 201 : /POST/.test(routeKey) ? 202 : 200;
        const counts = { transferred: { files: 3 } };
        const batch = { batchId: 'bat_1', status: 'completed', counts };
        return JSON.stringify({ statusCode, body: JSON.stringify(batch) });
      },
    },
  }) as unknown as DeployedStage;

const [moved] = bulkMapChecks;

describe('three objects, moved by the Distributed Map', () => {
  it('pass where the Map gave its children all three', async () => {
    expect(await moved?.run(stageWith(['legacy']))).toBe('3 items');
  });

  it('fail where the batch says completed and the Map saw fewer', async () => {
    await expect(moved?.run(stageWith(['legacy'], 2))).rejects.toThrow('the items of the Map is 2');
  });

  it('are not moved in a stage without source buckets', async () => {
    expect(await moved?.run(stageWith([]))).toEqual({ skipped: 'bulk.sourceBuckets is empty' });
  });
});
