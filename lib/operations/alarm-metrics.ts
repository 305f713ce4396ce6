import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { RecordTable } from '../shared/record-table.ts';

const fiveMinutes = { period: Duration.minutes(5) };

/** An alarm's expression takes ten metrics and no more. */
const metricsPerAlarm = 10;

/** Errors of these functions together. */
export const functionErrors = (functions: readonly IFunction[]): IMetric =>
  sumOf(
    'Errors',
    functions.map((lambda) => lambda.metricErrors({ statistic: Stats.SUM, ...fiveMinutes })),
  );

const sumOf = (label: string, metrics: readonly IMetric[]): MathExpression => {
  if (metrics.length > metricsPerAlarm)
    throw new Error(
      `${label}: an alarm reads ${metricsPerAlarm} metrics at most, not ${metrics.length}.`,
    );
  const named = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]));
  // A function without calls in this period reports no errors. Without FILL, its missing value
  // would make the whole sum missing.
  const expression = Object.keys(named)
    .map((name) => `FILL(${name}, 0)`)
    .join(' + ');
  return new MathExpression({ expression, usingMetrics: named, label, ...fiveMinutes });
};

/** Invocations of these functions that Lambda refused. */
export const functionThrottles = (functions: readonly IFunction[]): IMetric =>
  sumOf(
    'Throttles',
    functions.map((lambda) => lambda.metricThrottles({ statistic: Stats.SUM, ...fiveMinutes })),
  );

/** Requests to these tables that DynamoDB refused. */
export const tableThrottles = (tables: readonly TableV2[]): IMetric => {
  const events = tables.flatMap(({ tableName: TableName }) => [
    throttledEvents('Read', { TableName }),
    throttledEvents('Write', { TableName }),
  ]);
  return sumOf('Throttled requests', events);
};

const throttledEvents = (kind: 'Read' | 'Write', dimensionsMap: Record<string, string>): Metric =>
  new Metric({
    namespace: 'AWS/DynamoDB',
    metricName: `${kind}ThrottleEvents`,
    dimensionsMap,
    statistic: 'Sum',
    ...fiveMinutes,
  });

/**
 * Writes that DynamoDB refused because of an index of this table. It counts them for the index
 * alone, not for the table, which refuses the record all the same.
 */
export const indexThrottles = ({ tableName: TableName, indexNames }: RecordTable): IMetric => {
  const events = indexNames.map((GlobalSecondaryIndexName) =>
    throttledEvents('Write', { TableName, GlobalSecondaryIndexName }),
  );
  return sumOf('Throttled writes of indexes', events);
};

/**
 * How much of the account's Lambda concurrency is in use, percent. Lambda's own metric has no
 * stage: the limit is shared.
 */
export const concurrencyUsed = (): IMetric => {
  const usage = new Metric({
    namespace: 'AWS/Usage',
    metricName: 'ResourceCount',
    dimensionsMap: {
      Type: 'Resource',
      Resource: 'ConcurrentExecutions',
      Service: 'Lambda',
      Class: 'None',
    },
    statistic: 'Maximum',
    ...fiveMinutes,
  });
  return new MathExpression({
    expression: '100 * used / SERVICE_QUOTA(used)',
    usingMetrics: { used: usage },
    label: 'Lambda concurrency in use, %',
    ...fiveMinutes,
  });
};
