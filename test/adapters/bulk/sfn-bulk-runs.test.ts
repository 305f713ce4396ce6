import { SFNClient } from '@aws-sdk/client-sfn';
import { describe, expect, it } from '@jest/globals';
import { SfnBulkRuns } from '../../../adapters/bulk/sfn-bulk-runs.ts';
import { type Answer, json, jsonError, offline, StubHandler } from '../aws/stub-handler.ts';

const runsWith = (...answers: Answer[]) => {
  const network = new StubHandler(
    (_request, attempt) => answers[attempt - 1] ?? new Error('not expected'),
  );
  const client = new SFNClient({ ...offline(network), maxAttempts: 1 });
  return {
    network,
    runs: new SfnBulkRuns(client, 'arn:aws:states:eu-central-1:1:stateMachine:bulk'),
  };
};

const run = {
  runId: 'bat_1-rollback-apply-3',
  batchId: 'bat_1',
  task: 'rollback' as const,
  apply: true,
  moreThanHalf: false,
};
const taken = jsonError(400, 'ExecutionAlreadyExists');

describe('work on batches in Step Functions', () => {
  it('names the execution after the run and passes along what is to be done', async () => {
    const { network, runs } = runsWith(json({ executionArn: 'arn', startDate: 1 }));
    expect(await runs.start(run)).toBe(true);
    const { runId, ...input } = run;
    expect(JSON.parse(network.only.body)).toMatchObject({
      name: runId,
      input: JSON.stringify(input),
    });
  });

  it('looks at the execution that has the name', async () => {
    const { network, runs } = runsWith(taken, json({ status: 'RUNNING' }));
    expect(await runs.start(run)).toBe(true);
    expect(JSON.parse(network.sent[1]?.body ?? '')).toEqual({
      executionArn: 'arn:aws:states:eu-central-1:1:execution:bulk:bat_1-rollback-apply-3',
    });
  });

  it('takes one for running that was named a moment ago and cannot be seen yet', async () => {
    expect(await runsWith(taken, jsonError(400, 'ExecutionDoesNotExist')).runs.start(run)).toBe(
      true,
    );
  });

  it.each(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'])(
    'starts nothing under the name of one that is %s',
    async (status) => {
      expect(await runsWith(taken, json({ status })).runs.start(run)).toBe(false);
    },
  );

  it('reports throttling as transient', async () => {
    const throttled = jsonError(400, 'ThrottlingException');
    await expect(runsWith(throttled).runs.start(run)).rejects.toMatchObject({
      name: 'TransientFault',
    });
    await expect(runsWith(taken, throttled).runs.start(run)).rejects.toMatchObject({
      name: 'TransientFault',
    });
  });
});
