import { GetExecutionHistoryCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { Deployed } from '../local/deploy.ts';
import { awsAt } from '../local/signed-fetch.ts';

/** What the executions of orders did last, for the message of a failure. */
export const lastSteps = async ({
  endpoint,
  orderStateMachineArn: stateMachineArn,
}: Deployed): Promise<string> => {
  const sfn = new SFNClient(awsAt(endpoint));
  const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn }));
  const told = executions.map(async ({ executionArn, status }) => {
    const history = new GetExecutionHistoryCommand({
      executionArn,
      reverseOrder: true,
      maxResults: 12,
    });
    const { events = [] } = await sfn.send(history);
    const steps = events.map(({ timestamp, type, ...details }) => {
      const text = JSON.stringify(details).slice(0, 300);
      return `    ${timestamp?.toISOString()} ${type} ${text}`;
    });
    return [`  ${executionArn} ${status}`, ...steps].join('\n');
  });
  return (await Promise.all(told)).join('\n');
};
