import {
  DescribeExecutionCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Run } from '../../core/orders/model/order.ts';
import type { Migrations, Start } from '../../core/orders/ports.ts';
import { asking, awsError } from '../aws/aws-errors.ts';

/** Runs the saga as a standard workflow; `runId` is the execution's name. */
export class SfnMigrations implements Migrations {
  readonly #client: SFNClient;
  readonly #stateMachineArn: string;

  constructor(client: SFNClient, stateMachineArn: string) {
    this.#client = client;
    this.#stateMachineArn = stateMachineArn;
  }

  async start(run: Run): Promise<Start> {
    const input = JSON.stringify({ orderId: run.orderId, attempt: run.attempt, runId: run.runId });
    const command = new StartExecutionCommand({
      stateMachineArn: this.#stateMachineArn,
      name: run.runId,
      input,
    });
    return asking(`start ${run.runId}`, () =>
      this.#client
        .send(command)
        .then((): Start => 'begun', unlessNamed<Start>('ExecutionAlreadyExists', 'taken')),
    );
  }

  async isRunning(runId: string): Promise<boolean> {
    const command = new DescribeExecutionCommand({ executionArn: this.#executionArn(runId) });
    return asking(`look at ${runId}`, () =>
      this.#client
        .send(command)
        .then(({ status }) => status === 'RUNNING', unlessNamed('ExecutionDoesNotExist', false)),
    );
  }

  #executionArn(runId: string): string {
    // Without the alias that orders may be started by: executions belong to the machine itself.
    const machineArn = this.#stateMachineArn.split(':').slice(0, 7).join(':');
    return `${machineArn.replace(':stateMachine:', ':execution:')}:${runId}`;
  }
}

const unlessNamed =
  <Answer>(name: string, answer: Answer) =>
  (error: unknown): Answer => {
    if (awsError(error).name === name) return answer;
    throw error;
  };
