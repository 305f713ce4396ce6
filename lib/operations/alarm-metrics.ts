import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

const fiveMinutes = { period: Duration.minutes(5) };

/** An alarm's expression takes ten metrics and no more. */
const metricsPerAlarm = 10;

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

/** Errors of these functions together. */
export const functionErrors = (functions: readonly IFunction[]): IMetric =>
  sumOf(
    'Errors',
    functions.map((lambda) => lambda.metricErrors({ statistic: Stats.SUM, ...fiveMinutes })),
  );

/** Invocations of these functions that Lambda refused. */
export const functionThrottles = (functions: readonly IFunction[]): IMetric =>
  sumOf(
    'Throttles',
    functions.map((lambda) => lambda.metricThrottles({ statistic: Stats.SUM, ...fiveMinutes })),
  );

const throttledEvents = (table: TableV2, kind: 'Read' | 'Write'): Metric =>
  new Metric({
    namespace: 'AWS/DynamoDB',
    metricName: `${kind}ThrottleEvents`,
    dimensionsMap: { TableName: table.tableName },
    statistic: 'Sum',
    ...fiveMinutes,
  });

/** Requests to these tables that DynamoDB refused. */
export const tableThrottles = (tables: readonly TableV2[]): IMetric => {
  const events = tables.flatMap((table) => [
    throttledEvents(table, 'Read'),
    throttledEvents(table, 'Write'),
  ]);
  return sumOf('Throttled requests', events);
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
