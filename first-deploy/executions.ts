import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  type ExecutionStatus,
  type HistoryEvent,
  ListExecutionsCommand,
  paginateGetExecutionHistory,
} from '@aws-sdk/client-sfn';
import type { DeployedStage } from './deployed-stage.ts';

/** The ARN of an execution by its name, as `receive-payment` and the watcher name them. */
export const executionArn = ({ orderStateMachineArn }: DeployedStage, name: string): string =>
  `${orderStateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;

/** How an execution is doing; undefined while there is none of that name. */
export const executionStatus = async (stage: DeployedStage, name: string): Promise<ExecutionStatus | undefined> => {
  try {
    return (await stage.sfn.send(new DescribeExecutionCommand({ executionArn: executionArn(stage, name) }))).status;
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return undefined;
    throw error;
  }
};

/** Everything an execution did. */
export const historyOf = async (stage: DeployedStage, name: string): Promise<HistoryEvent[]> => {
  const events: HistoryEvent[] = [];
  for await (const page of paginateGetExecutionHistory({ client: stage.sfn }, { executionArn: executionArn(stage, name) }))
    events.push(...(page.events ?? []));
  return events;
};

/** Names of an order's executions, among the latest hundred. */
export const executionNames = async ({ sfn, orderStateMachineArn: stateMachineArn }: DeployedStage, orderId: string): Promise<string[]> => {
  const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 100 }));
  return executions.flatMap(({ name = '' }) => (name.startsWith(orderId) ? [name] : [])).sort();
};
