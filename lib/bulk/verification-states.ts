import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { BulkSteps } from './bulk-steps.ts';
import { step } from './bulk-tasks.ts';

const at = sfn.JsonPath.stringAt;

/**
 * Slices at once: 10 functions of 480 files a second each ask S3 for 4,800 HEADs a second, below
 * the 5,500 that S3 gives a prefix before it splits it. A HEAD and a look into the registry take
 * 1.2 ms of a processor (measured against a sink); 1,024 MB are 0.58 of one.
 */
const slicesAtOnce = 10;

const ofBatch = { batchId: at('$.batchId'), task: 'verify' };

/**
 * Verification: a Distributed Map over slices of the batch's record ids. Its children are Standard,
 * because a slice may take more than the five minutes of an Express one; there are 4,096 at most.
 */
export const verification = (scope: Construct, steps: BulkSteps): sfn.IChainable => {
  const { work } = steps;
  const begin = step(scope, 'Begin the verification', work, {
    resultPath: '$.begun',
    payload: { ...ofBatch, step: 'begin' },
  });
  const finish = step(scope, 'Finish the verification', work, {
    resultPath: '$.finished',
    payload: { ...ofBatch, step: 'finish', startedAt: at('$.begun.startedAt') },
  });
  const map = new sfn.DistributedMap(scope, 'Verify every slice', {
    itemsPath: '$.begun.slices',
    itemSelector: {
      ...ofBatch,
      step: 'slice',
      startedAt: at('$.begun.startedAt'),
      slice: at('$$.Map.Item.Value'),
    },
    mapExecutionType: sfn.StateMachineType.STANDARD,
    maxConcurrency: slicesAtOnce,
    // A slice whose child failed has no outcome on record: Finish counts it.
    toleratedFailurePercentage: 100,
    resultPath: sfn.JsonPath.DISCARD,
  });
  map.itemProcessor(verifySlice(scope, steps));
  map.addCatch(finish, { errors: [sfn.Errors.ALL], resultPath: '$.error' });
  return begin.next(map).next(finish);
};

/**
 * A slice in turns of less than a function's 15 minutes. A child answers with nothing: 4,096
 * answers are one result, and a state's result has 256 kB.
 */
const verifySlice = (scope: Construct, { work }: BulkSteps): sfn.IChainable => {
  const turn = step(scope, 'Verify a slice', work, { resultPath: '$.turn' });
  const through = new sfn.Succeed(scope, 'Went over the slice', {
    outputPath: sfn.JsonPath.DISCARD,
  });
  const isAnyLeft = new sfn.Choice(scope, 'Is any of the slice left?')
    .when(sfn.Condition.booleanEquals('$.turn.done', false), turn)
    .otherwise(through);
  return turn.next(isAnyLeft);
};
