import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  DescribeStateMachineCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { local, sfn } from '../shared/emulator.ts';
import { freshId } from '../shared/samples.ts';

/** A workflow needs a role that exists. This is the role of the deployed one. */
export async function roleOfWorkflow(): Promise<string | undefined> {
  const { orderStateMachineArn: stateMachineArn } = local;
  return (await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }))).roleArn;
}

/** A workflow that waits for a worker that never comes. The workflow runs until it is stopped. */
export async function idleWorkflow(): Promise<{
  stateMachineArn: string;
  end: (runId: string) => Promise<void>;
}> {
  const { activityArn } = await sfn.send(new CreateActivityCommand({ name: freshId('nobody') }));
  const definition = JSON.stringify({
    StartAt: 'Wait for nobody',
    States: { 'Wait for nobody': { Type: 'Task', Resource: activityArn, End: true } },
  });
  const roleArn = await roleOfWorkflow();
  const { stateMachineArn = '' } = await sfn.send(
    new CreateStateMachineCommand({ name: freshId('saga'), definition, roleArn }),
  );
  const executions = stateMachineArn.replace(':stateMachine:', ':execution:');
  return {
    stateMachineArn,
    end: async (runId) =>
      void (await sfn.send(new StopExecutionCommand({ executionArn: `${executions}:${runId}` }))),
  };
}
