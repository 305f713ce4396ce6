import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from '@jest/globals';
import { CloudWatchAlarms } from '../../../adapters/operations/cloudwatch-alarms.ts';
import { CloudWatchMetrics } from '../../../adapters/operations/cloudwatch-metrics.ts';
import { TransientFault } from '../../../core/errors.ts';
import { figures, heartbeat } from '../../../core/operations/model/figure.ts';

type Command = { input: Record<string, unknown> };

/** A client that answers each command with the next answer, and keeps what it was asked. */
const clientOf = (...answers: object[]) => {
  const client = new CloudWatchClient({ region: 'eu-central-1' });
  const asked: Record<string, unknown>[] = [];
  const send = async (command: Command) => {
    asked.push({ ...command.input });
    return answers[asked.length - 1];
  };
  return { client: Object.assign(client, { send: send as never }), asked };
};

const stretch = { from: new Date('2030-01-01T00:00:00Z'), to: new Date('2030-01-02T00:00:00Z') };

describe('metrics in CloudWatch', () => {
  it('are those of the stage: sums of five minutes, percentiles of the whole time', async () => {
    const { client, asked } = clientOf({ MetricDataResults: [] });
    await new CloudWatchMetrics(client, 'keepsake-prod').read(
      [figures.failed, figures.paidToKeptP95Ms],
      stretch,
    );
    const query = (index: number, name: string, statistic: string, seconds: number) => ({
      Id: `f${index}`,
      MetricStat: {
        Metric: {
          Namespace: 'Keepsake',
          MetricName: name,
          Dimensions: [{ Name: 'service', Value: 'keepsake-prod' }],
        },
        Stat: statistic,
        Period: seconds,
      },
    });
    expect(asked).toEqual([
      {
        MetricDataQueries: [
          query(0, 'OrdersFailed', 'Sum', 300),
          query(1, 'PaidToKeptMilliseconds', 'p95', 86_400),
        ],
        StartTime: stretch.from,
        EndTime: stretch.to,
      },
    ]);
  });

  it('are added up, and told apart by their place, not by the order of the answer', async () => {
    const { client } = clientOf({
      MetricDataResults: [
        { Id: 'f2', Values: [9800] },
        { Id: 'f1', Values: [] },
        { Id: 'f0', Values: [3, 4, 5] },
      ],
    });
    expect(
      await new CloudWatchMetrics(client, 'keepsake-prod').read(
        [heartbeat, figures.failed, figures.paidToKeptP95Ms],
        stretch,
      ),
    ).toEqual([12, undefined, 9800]);
  });
});

describe('metrics that CloudWatch answers in part', () => {
  const read = (...answers: object[]) =>
    new CloudWatchMetrics(clientOf(...answers).client, 'keepsake-prod').read(
      [heartbeat, figures.failed],
      stretch,
    );
  const complete = { StatusCode: 'Complete' };

  it('are read to the end', async () => {
    const first = {
      MetricDataResults: [
        { Id: 'f0', Values: [3, 4], StatusCode: 'PartialData' },
        { Id: 'f1', Values: [1], ...complete },
      ],
      NextToken: 'more',
    };
    const second = { MetricDataResults: [{ Id: 'f0', Values: [5], ...complete }] };
    expect(await read(first, second)).toEqual([12, 1]);
  });

  it.each(['InternalError', 'Forbidden', 'PartialData'])(
    'are no numbers where one of them ends with %s',
    async (StatusCode) => {
      const answer = {
        MetricDataResults: [
          { Id: 'f0', Values: [24], ...complete },
          { Id: 'f1', Values: [], StatusCode },
        ],
      };
      await expect(read(answer)).rejects.toBeInstanceOf(TransientFault);
    },
  );
});

const alarm = (AlarmName: string, name: string, StateValue: string) => ({
  AlarmName,
  AlarmDescription: `Orders fail. What to do: docs/runbook.md#${name}`,
  StateValue,
  StateTransitionedTimestamp: new Date('2030-01-01T00:00:00Z'),
});

describe('alarms in CloudWatch', () => {
  it('are those of the stage, and not of one whose name begins so', async () => {
    const { client, asked } = clientOf({
      MetricAlarms: [
        alarm('keepsake-prod-orders-failing', 'orders-failing', 'ALARM'),
        alarm('keepsake-prod-eu-orders-failing', 'orders-failing', 'ALARM'),
        { AlarmName: 'keepsake-prod-made-by-hand', StateValue: 'ALARM' },
      ],
    });
    expect(await new CloudWatchAlarms(client, 'keepsake-prod').list()).toEqual([
      {
        name: 'orders-failing',
        state: 'ringing',
        since: '2030-01-01T00:00:00.000Z',
        means: 'Orders fail.',
        runbook: 'docs/runbook.md#orders-failing',
      },
    ]);
    expect(asked).toMatchObject([
      { AlarmNamePrefix: 'keepsake-prod-', AlarmTypes: ['MetricAlarm'] },
    ]);
  });

  it('are read page by page, and ring, are quiet or cannot tell', async () => {
    const { client } = clientOf(
      { MetricAlarms: [alarm('keepsake-prod-a', 'a', 'OK')], NextToken: 'more' },
      { MetricAlarms: [alarm('keepsake-prod-b', 'b', 'INSUFFICIENT_DATA')] },
    );
    const found = await new CloudWatchAlarms(client, 'keepsake-prod').list();
    expect(found.map(({ name, state }) => `${name} ${state}`)).toEqual(['a quiet', 'b unsure']);
  });
});
