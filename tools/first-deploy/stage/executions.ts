import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  ExecutionDoesNotExist,
  type HistoryEvent,
  paginateGetExecutionHistory,
} from '@aws-sdk/client-sfn';
import type { DeployedStage } from './deployed-stage.ts';

/** The ARN of an execution by its name, as `receive-payment` and the watcher name them. */
export const executionArn = ({ orderStateMachineArn }: DeployedStage, name: string): string =>
  `${orderStateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;

/** How an execution is doing; undefined while there is none of that name. */
export const findExecution = async (
  stage: DeployedStage,
  name: string,
): Promise<DescribeExecutionCommandOutput | undefined> => {
  try {
    return await stage.sfn.send(
      new DescribeExecutionCommand({ executionArn: executionArn(stage, name) }),
    );
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return undefined;
    throw error;
  }
};

// Asked for by name: on a busy stage a list of the latest executions may not reach back far enough.
const possible = ['1', '1-undo-1', '1-undo-2', '2'];

/** An order's executions: its attempts, and those that took over. */
export const executionsOf = async (
  stage: DeployedStage,
  orderId: string,
): Promise<DescribeExecutionCommandOutput[]> =>
  (
    await Promise.all(possible.map((suffix) => findExecution(stage, `${orderId}-${suffix}`)))
  ).filter((found) => found !== undefined);

/** Everything an execution did. */
export const historyOf = async (stage: DeployedStage, name: string): Promise<HistoryEvent[]> => {
  const events: HistoryEvent[] = [];
  for await (const page of paginateGetExecutionHistory(
    { client: stage.sfn },
    { executionArn: executionArn(stage, name) },
  ))
    events.push(...(page.events ?? []));
  return events;
};
