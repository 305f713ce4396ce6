import { describe, expect, it } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { metricNames } from '../../../core/metric-names.ts';
import { everyStack } from '../every-stack.ts';
import { flatten, propertiesOf } from '../synthesize.ts';

// biome-ignore lint/suspicious/noExplicitAny: CloudFormation properties have no types here; the assertions say what they must be.
type Properties = any;

const stacks = everyStack();
const alarms = new Map<string, Properties>(
  Object.values(stacks).flatMap((template) =>
    propertiesOf(template, 'AWS::CloudWatch::Alarm').map(([, alarm]) => [
      alarm.AlarmName.replace('keepsake-prod-', ''),
      alarm,
    ]),
  ),
);

type Watched = {
  Namespace: string;
  MetricName: string;
  Dimensions?: { Name: string; Value: unknown }[];
};

/** The metrics an alarm reads, its own or those of its expression. */
const watched = (alarm: Properties): Watched[] =>
  alarm.MetricName
    ? [alarm]
    : alarm.Metrics.flatMap(({ MetricStat }: Properties) =>
        MetricStat ? [MetricStat.Metric] : [],
      );

const all = [...alarms].flatMap(([name, alarm]) =>
  watched(alarm).map((metric) => ({ name, metric })),
);

/** AWS's documented metrics: namespace, name and dimensions. */
const documented = [
  'AWS/SQS ApproximateNumberOfMessagesVisible QueueName',
  'AWS/SQS ApproximateAgeOfOldestMessage QueueName',
  'AWS/ApiGateway 5xx ApiId Stage',
  'AWS/ApiGateway Latency ApiId Stage',
  'AWS/Lambda Errors FunctionName',
  'AWS/Lambda Throttles FunctionName',
  'AWS/Lambda IteratorAge FunctionName',
  'AWS/States ExecutionsTimedOut StateMachineArn',
  'AWS/States ExecutionsFailed StateMachineArn',
  'AWS/DynamoDB ReadThrottleEvents TableName',
  'AWS/DynamoDB WriteThrottleEvents TableName',
  'AWS/DynamoDB WriteThrottleEvents GlobalSecondaryIndexName TableName',
  'AWS/Usage ResourceCount Class Resource Service Type',
  'AWS/CloudFront 5xxErrorRate DistributionId Region',
];

const told = ({ Namespace, MetricName, Dimensions = [] }: Watched): string =>
  [Namespace, MetricName, ...Dimensions.map(({ Name }) => Name).toSorted()].join(' ');

const isOurs = ({ metric }: (typeof all)[number]): boolean => metric.Namespace === 'Keepsake';

describe('the alarms on what AWS measures', () => {
  it.each(all.filter((entry) => !isOurs(entry)))(
    '$name: reads a metric AWS writes, with its dimensions',
    ({ metric }) => {
      expect(documented).toContain(told(metric));
    },
  );

  it('watch no metric of this list in vain', () => {
    const read = new Set(all.map(({ metric }) => told(metric)));
    expect(documented.filter((metric) => !read.has(metric))).toEqual([]);
  });

  it('watch each index of uploads: what it refuses counts for no table', () => {
    const indexes = propertiesOf(stacks.data as Template, 'AWS::DynamoDB::GlobalTable')
      .filter(([table]) => table === 'UploadsTable')
      .flatMap(([, { GlobalSecondaryIndexes }]) => GlobalSecondaryIndexes);
    const read = watched(alarms.get('indexes-throttled')).map(({ Dimensions = [] }) =>
      Dimensions.map(({ Value }) => flatten(Value)).toSorted(),
    );
    expect(read).toEqual(
      indexes.map(({ IndexName }: Properties) => ['<Data.UploadsTable>', IndexName].toSorted()),
    );
  });

  it.each([
    'order-steps-failing',
    'order-steps-throttled',
    'consumers-failing',
    'schedules-failing',
    'tables-throttled',
    'indexes-throttled',
  ])('%s: adds up what each of its metrics says, and nothing for one that is silent', (name) => {
    const { Metrics } = alarms.get(name);
    const [{ Expression }] = Metrics.filter(
      (metric: Properties) => metric.Expression !== undefined,
    );
    const added = Metrics.filter(({ MetricStat }: Properties) => MetricStat).map(
      ({ Id }: Properties) => `FILL(${Id}, 0)`,
    );
    expect(Expression.split(' + ').toSorted()).toEqual(added.toSorted());
  });

  it('watch the API of this stage, not all of the account', () => {
    const [metric] = watched(alarms.get('api-errors'));
    expect(
      Object.fromEntries(
        (metric?.Dimensions ?? []).map(({ Name, Value }) => [Name, flatten(Value)]),
      ),
    ).toMatchObject({
      Stage: '$default',
      ApiId: expect.stringContaining('HttpApi'),
    });
  });

  it('watch every step of the order migration', () => {
    const steps = [
      'announce',
      'begincompensation',
      'claimorder',
      'commitorder',
      'copyfiles',
      'failorder',
      'removecopies',
      'verifyfiles',
    ];
    for (const name of ['order-steps-failing', 'order-steps-throttled']) {
      const functions = watched(alarms.get(name)).map(({ Dimensions }) =>
        flatten(Dimensions?.[0]?.Value),
      );
      expect(functions.toSorted()).toEqual(steps.map((step) => `<Service.Steps${step}Function>`));
    }
  });
});

describe('the alarms on what the functions count', () => {
  it.each(all.filter(isOurs))(
    '$name: reads a metric the functions know, of this stage',
    ({ metric }) => {
      expect(metricNames).toContain(metric.MetricName);
      expect(metric.Dimensions).toEqual([{ Name: 'service', Value: 'keepsake-prod' }]);
    },
  );

  it.each([
    'orders-failing',
    'compensation-failing',
    'corruption-found',
    'payments-held',
    'orders-not-reconciled',
  ])('%s: silence is no alarm', (name) => {
    expect(alarms.get(name)).toMatchObject({
      TreatMissingData: 'notBreaching',
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
  });

  it('reconciler-silent: silence is the alarm', () => {
    expect(alarms.get('reconciler-silent')).toMatchObject({
      TreatMissingData: 'breaching',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      Period: 3600,
      EvaluationPeriods: 3,
    });
  });
});

describe('what CloudWatch allows an alarm', () => {
  it.each([...alarms])(
    '%s: ten metrics, no search, and a look back of a day at most',
    (_name, alarm) => {
      const expressions = (alarm.Metrics ?? []).flatMap(
        ({ Expression }: Properties) => Expression ?? [],
      );
      expect(watched(alarm).length).toBeLessThanOrEqual(10);
      expect(expressions.join()).not.toMatch(/SEARCH|SELECT/);
      const period =
        alarm.Period ??
        Math.max(
          ...alarm.Metrics.map(
            ({ MetricStat, Period }: Properties) => Period ?? MetricStat?.Period ?? 0,
          ),
        );
      expect(period * alarm.EvaluationPeriods).toBeLessThanOrEqual(86_400);
    },
  );

  it.each([...alarms])(
    '%s: at most 255 characters of name and 1,024 of description',
    (_name, { AlarmName, AlarmDescription }) => {
      expect(AlarmName.length).toBeLessThanOrEqual(255);
      expect(AlarmDescription.length).toBeLessThanOrEqual(1024);
    },
  );
});
