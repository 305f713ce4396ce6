import { SFNClient } from '@aws-sdk/client-sfn';
import { describe, expect, it } from '@jest/globals';
import { SfnMigrations } from '../../../adapters/orders/sfn-migrations.ts';
import { type Answer, json, jsonError, offline, StubHandler } from '../aws/stub-handler.ts';

const saga = 'arn:aws:states:eu-central-1:1:stateMachine:saga';

const migrationsWith = (answer: Answer, machineArn = saga) => {
  const network = new StubHandler(() => answer);
  const client = new SFNClient({ ...offline(network), maxAttempts: 1 });
  return { network, migrations: new SfnMigrations(client, machineArn) };
};

const run = { orderId: 'ord_1', attempt: 2, runId: 'ord_1-2' };

describe('migrations in Step Functions', () => {
  it('names the execution after the run and passes the run along', async () => {
    const { network, migrations } = migrationsWith(json({ executionArn: 'arn', startDate: 1 }));
    expect(await migrations.start(run)).toBe('begun');
    expect(JSON.parse(network.only.body)).toMatchObject({
      name: 'ord_1-2',
      input: JSON.stringify(run),
    });
  });

  it('says when the name was used by an execution that is over', async () => {
    const { migrations } = migrationsWith(jsonError(400, 'ExecutionAlreadyExists'));
    expect(await migrations.start(run)).toBe('taken');
  });

  it('looks at the execution of that name', async () => {
    const { network, migrations } = migrationsWith(json({ status: 'RUNNING' }));
    expect(await migrations.isRunning('ord_1-2')).toBe(true);
    expect(JSON.parse(network.only.body)).toEqual({
      executionArn: 'arn:aws:states:eu-central-1:1:execution:saga:ord_1-2',
    });
  });

  it('looks at the machine’s executions, also where an alias starts them', async () => {
    const { network, migrations } = migrationsWith(json({ status: 'RUNNING' }), `${saga}:live`);
    await migrations.isRunning('ord_1-2');
    expect(JSON.parse(network.only.body)).toEqual({
      executionArn: 'arn:aws:states:eu-central-1:1:execution:saga:ord_1-2',
    });
  });

  it.each(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'])(
    'does not call %s running',
    async (status) => {
      expect(await migrationsWith(json({ status })).migrations.isRunning('ord_1-2')).toBe(false);
    },
  );

  it('reports throttling as transient', async () => {
    const { migrations } = migrationsWith(jsonError(400, 'ThrottlingException'));
    await expect(migrations.start(run)).rejects.toMatchObject({ name: 'TransientFault' });
    await expect(migrations.isRunning('ord_1-2')).rejects.toMatchObject({ name: 'TransientFault' });
  });

  it('does not take a missing state machine for a started run', async () => {
    const { migrations } = migrationsWith(jsonError(400, 'StateMachineDoesNotExist'));
    await expect(migrations.start(run)).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });
});
