import {
  DescribeMapRunCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
} from '@aws-sdk/client-sfn';
import type { BatchView } from '../../../core/bulk/model/batch-view.ts';
import type { Verification } from '../../../core/bulk/model/verification.ts';
import { type Check, expectEqual, expectFound } from '../check.ts';
import { askForWork, batchFiles, batchWhen, requestTestBatch } from '../samples/test-batch.ts';
import type { DeployedStage } from '../stage/deployed-stage.ts';
import { oncePerStage } from '../stage/once-per-stage.ts';

const remedy =
  'see the execution <batch>-migrate-… of the bulk migration in Step Functions, its Map run, and ' +
  'the logs of work-bulk and copy-objects';

const batchOf = oncePerStage(async (stage: DeployedStage) => {
  const batchId = await requestTestBatch(stage, stage.config.bulk.sourceBuckets[0] ?? 'none');
  await askForWork(stage, batchId, 'start');
  return batchWhen(stage, batchId, {
    what: 'the end',
    fits: ({ status }) => status !== 'pending' && status !== 'running',
  });
});

const isOver = ({ lastTask }: BatchView, task: string): boolean =>
  lastTask?.task === task && lastTask.finishedAt !== undefined;

/** How many items the Map of a batch's execution gave its children, all of which ended well. */
const itemsOfMap = async (stage: DeployedStage, batchId: string): Promise<number | undefined> => {
  const stateMachineArn = expectFound('the output bulkStateMachineArn', stage.bulkStateMachineArn);
  const { executions = [] } = await stage.sfn.send(new ListExecutionsCommand({ stateMachineArn }));
  const found = executions.find(({ name }) => name?.startsWith(`${batchId}-migrate`));
  const { executionArn } = expectFound('the execution of the batch', found);
  const { mapRuns = [] } = await stage.sfn.send(new ListMapRunsCommand({ executionArn }));
  const { mapRunArn } = expectFound('its Map run', mapRuns[0]);
  const { itemCounts } = await stage.sfn.send(new DescribeMapRunCommand({ mapRunArn }));
  return itemCounts?.succeeded;
};

const check = (
  name: string,
  look: (stage: DeployedStage, batchId: string) => Promise<string>,
): Check => ({
  name,
  remedy,
  async run(stage) {
    const [bucket] = stage.config.bulk.sourceBuckets;
    if (bucket === undefined) return { skipped: 'bulk.sourceBuckets is empty' };
    return look(stage, (await batchOf(stage)).batchId);
  },
});

/** A bulk migration of three objects: moved, proven, undone. */
export const bulkMapChecks: readonly Check[] = [
  check('three objects of a source bucket are moved by the Distributed Map', async (stage) => {
    const { batchId, status, counts } = await batchOf(stage);
    expectEqual('the batch', status, 'completed');
    expectEqual('the number of files moved', counts.transferred.files, batchFiles);
    if (stage.config.bulk.inTurns) return 'in turns: bulk.inTurns is set';
    expectEqual('the items of the Map', await itemsOfMap(stage, batchId), batchFiles);
    return `${batchFiles} items`;
  }),
  check('what the batch moved is verified', async (stage, batchId) => {
    await askForWork(stage, batchId, 'verify');
    const { lastTask } = await batchWhen(stage, batchId, {
      what: 'the verification',
      fits: (batch) => isOver(batch, 'verify'),
    });
    const found = expectFound('the result', lastTask?.result) as Verification;
    const { checked, missing, changed, unregistered } = found;
    expectEqual('the number of files checked', checked, batchFiles);
    expectEqual('the number of faults', missing + changed + unregistered, 0);
    return `${checked} files`;
  }),
  check('what the batch moved is rolled back', async (stage, batchId) => {
    await askForWork(stage, batchId, 'rollback', { apply: true, moreThanHalf: true });
    const { status } = await batchWhen(stage, batchId, {
      what: 'the roll-back',
      fits: (batch) => isOver(batch, 'rollback'),
    });
    expectEqual('the batch', status, 'rolled_back');
    return status;
  }),
];
