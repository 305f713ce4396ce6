import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { BulkRuns } from '../core/bulk-ports.ts';
import { asking, awsError } from './aws-errors.ts';

/** Executions of the bulk state machine, named after their runs: starting one twice is starting it once. */
export class SfnBulkRuns implements BulkRuns {
  readonly #client: SFNClient;
  readonly #machineArn: string;

  constructor(client: SFNClient, machineArn: string) {
    this.#client = client;
    this.#machineArn = machineArn;
  }

  async start({ runId, ...input }: Parameters<BulkRuns['start']>[0]): Promise<void> {
    const command = new StartExecutionCommand({ stateMachineArn: this.#machineArn, name: runId, input: JSON.stringify(input) });
    await asking(`start ${runId}`, () => this.#client.send(command).catch(unlessRunning));
  }
}

const unlessRunning = (error: unknown): undefined => {
  if (awsError(error).name !== 'ExecutionAlreadyExists') throw error;
};
