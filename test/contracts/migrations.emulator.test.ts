import { CreateActivityCommand, CreateStateMachineCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { SfnMigrations } from '../../adapters/sfn-migrations.ts';
import { describeMigrations } from './describe-migrations.ts';
import { sfn } from './emulator.ts';
import { freshId } from './samples.ts';

/** A workflow that waits for a worker who never comes: it runs until it is stopped. */
async function makeStateMachine(): Promise<string> {
  const { activityArn } = await sfn.send(new CreateActivityCommand({ name: freshId('nobody') }));
  const definition = JSON.stringify({
    StartAt: 'Wait for nobody',
    States: { 'Wait for nobody': { Type: 'Task', Resource: activityArn, End: true } },
  });
  const roleArn = 'arn:aws:iam::000000000000:role/any';
  const { stateMachineArn = '' } = await sfn.send(new CreateStateMachineCommand({ name: freshId('saga'), definition, roleArn }));
  return stateMachineArn;
}

describeMigrations('SfnMigrations', async () => {
  const stateMachineArn = await makeStateMachine();
  const executions = stateMachineArn.replace(':stateMachine:', ':execution:');
  return {
    migrations: new SfnMigrations(sfn, stateMachineArn),
    end: async (runId) => void (await sfn.send(new StopExecutionCommand({ executionArn: `${executions}:${runId}` }))),
  };
});
