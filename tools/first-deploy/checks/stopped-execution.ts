import { setTimeout as sleep } from 'node:timers/promises';
import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { type Check, CheckFailed, expectEqual, expectThat } from '../check.ts';
import { pay } from '../samples/payment.ts';
import { ended, keptVersions, placeTestOrder, type TestOrder } from '../samples/test-order.ts';
import type { DeployedStage } from '../stage/deployed-stage.ts';
import { executionArn, executionsOf, findExecution } from '../stage/executions.ts';
import { listenerOf } from '../stage/listener.ts';

const tries = 3;

const stopInTime = async (stage: DeployedStage, name: string): Promise<boolean> => {
  const pollMs = 25;
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(pollMs)) {
    const status = (await findExecution(stage, name))?.status;
    if (status === undefined) continue;
    if (status === 'RUNNING')
      await stage.sfn.send(
        new StopExecutionCommand({
          executionArn: executionArn(stage, name),
          cause: 'first-deploy check',
        }),
      );
    return (await findExecution(stage, name))?.status === 'ABORTED';
  }
  throw new CheckFailed(`execution ${name} did not start within a minute`);
};

// A small order takes a second or two. A stop that comes later tries again.
const stoppedOrder = async (stage: DeployedStage): Promise<TestOrder> => {
  for (let attempt = 0; attempt < tries; attempt++) {
    const placed = await placeTestOrder(stage);
    await pay(stage, placed.order);
    if (await stopInTime(stage, `${placed.order.orderId}-1`)) return placed;
  }
  throw new CheckFailed(
    `${tries} executions ended before they could be stopped; run again from closer by`,
  );
};

/** An operator stops an execution by hand, which nothing inside the workflow can see. */
export const stoppedExecutionCheck: Check = {
  name: 'an execution that is stopped is taken over by the watcher and compensated',
  remedy:
    'see the rule and queue of ExecutionWatch and the log of watch-executions; until it ' +
    'works, stopped orders wait for the hourly reconciler',
  async run(stage) {
    const listener = await listenerOf(stage);
    const placed = await stoppedOrder(stage);
    const { orderId, migration, refund } = await ended(placed);
    expectEqual('the migration', migration.status, 'failed');
    expectEqual('the reason', migration.error?.code, 'aborted');
    expectThat(refund, 'no refund is on record');
    const ran = (await executionsOf(stage, orderId)).map(({ name }) => name);
    expectEqual('what ran', ran.join(' '), `${orderId}-1 ${orderId}-1-undo-1`);
    expectEqual(
      'the number of versions left in permanent storage',
      (await keptVersions(stage, orderId)).length,
      0,
    );
    await listener.next(
      'the alert',
      ({ kind, orderId: about }) => kind === 'migration_interrupted' && about === orderId,
    );
    return undefined;
  },
};
