import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Run } from '../../../core/orders/model/order.ts';

/** An execution that succeeded, and its duration by Step Functions' own dates. */
export type Execution = { executionArn: string; ms: number };

const pollMs = 20;

/** Waits for an execution's end; throws unless it succeeded. */
export const awaitEnd = async (sfn: SFNClient, executionArn: string): Promise<Execution> => {
  for (;;) {
    const { status, startDate, stopDate, cause } = await sfn.send(
      new DescribeExecutionCommand({ executionArn }),
    );
    if (status === 'SUCCEEDED')
      return { executionArn, ms: (stopDate?.getTime() ?? 0) - (startDate?.getTime() ?? 0) };
    if (status !== 'RUNNING') throw new Error(`Execution ${executionArn} is ${status}: ${cause}`);
    await sleep(pollMs);
  }
};

/** Runs a machine once for an order whose payment is recorded. */
export const execute = async (
  sfn: SFNClient,
  stateMachineArn: string,
  run: Run,
): Promise<Execution> => {
  const start = new StartExecutionCommand({
    stateMachineArn,
    name: run.runId,
    input: JSON.stringify(run),
  });
  const { executionArn = '' } = await sfn.send(start);
  return awaitEnd(sfn, executionArn);
};
