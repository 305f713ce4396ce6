import {
  DescribeExecutionCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { BulkRuns } from '../../core/bulk/ports.ts';
import { asking, awsError } from '../aws/aws-errors.ts';

/** Executions of the bulk state machine, named after their runs, so starting is idempotent. */
export class SfnBulkRuns implements BulkRuns {
  readonly #client: SFNClient;
  readonly #machineArn: string;

  constructor(client: SFNClient, machineArn: string) {
    this.#client = client;
    this.#machineArn = machineArn;
  }

  async start({ runId, ...input }: Parameters<BulkRuns['start']>[0]): Promise<boolean> {
    const command = new StartExecutionCommand({
      stateMachineArn: this.#machineArn,
      name: runId,
      input: JSON.stringify(input),
    });
    return asking(`start ${runId}`, async () => {
      const isNew = await this.#client
        .send(command)
        .then(() => true, unlessNamed('ExecutionAlreadyExists'));
      return isNew || this.#isRunning(runId);
    });
  }

  /** Asked of executions that exist: one that is not seen yet has just begun. */
  async #isRunning(runId: string): Promise<boolean> {
    const executionArn = `${this.#machineArn.replace(':stateMachine:', ':execution:')}:${runId}`;
    const found = await this.#client
      .send(new DescribeExecutionCommand({ executionArn }))
      .catch(unlessNamed('ExecutionDoesNotExist'));
    return !found || found.status === 'RUNNING';
  }
}

const unlessNamed =
  (name: string) =>
  (error: unknown): false => {
    if (awsError(error).name === name) return false;
    throw error;
  };
