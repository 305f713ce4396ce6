import { Duration } from 'aws-cdk-lib';
import { type IMetric, type IWidget, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { pathInStack } from '../../shared/runbook.ts';
import type { ServiceStack } from '../../stacks/service-stack.ts';
import { concurrencyUsed } from '../alarm-metrics.ts';
import { deadLettersIn, functionsIn, type ObservedStacks } from '../observed-parts.ts';
import { graph, logTable } from './widgets.ts';

const fiveMinutes = { period: Duration.minutes(5) };

/** API, its routes, functions, queues, workflow. */
export const platformRows = ({ service, operators }: ObservedStacks): IWidget[][] => [
  apiRow(service),
  routeRow(service),
  functionRow(functionsIn(service, operators)),
  queueRow(deadLettersIn(service), service),
];

const apiRow = ({ api: { stage } }: ServiceStack): IWidget[] => [
  graph('API requests', [stage.metricCount(fiveMinutes)]),
  graph('API latency, ms', [
    stage.metricLatency({ statistic: Stats.p(50), label: 'p50', ...fiveMinutes }),
    stage.metricLatency({ statistic: Stats.p(95), label: 'p95', ...fiveMinutes }),
    stage.metricLatency({ statistic: Stats.p(99), label: 'p99', ...fiveMinutes }),
  ]),
  graph('API errors', [
    stage.metricClientError({ label: '4xx', ...fiveMinutes }),
    stage.metricServerError({ label: '5xx', ...fiveMinutes }),
  ]),
];

/**
 * One row per route, though several share a function. The rows read the access log, because metrics
 * of each route would cost more than all requests of a small stage.
 */
const routeRow = ({ api: { accessLogs } }: ServiceStack): IWidget[] => {
  const table = (title: string, ...queryLines: string[]) =>
    logTable(title, accessLogs.logGroupName, queryLines);
  return [
    table(
      'Requests and latency by route',
      'stats count(*) as requests, pct(latencyMs, 50) as p50, pct(latencyMs, 95) as p95, ' +
        'pct(latencyMs, 99) as p99 by route',
      'sort requests desc',
    ),
    table(
      'Errors by route (5xx)',
      'filter status >= 500',
      'stats count(*) as errors by route, status',
      'sort errors desc',
    ),
    table(
      'Throttled by route (429)',
      'filter status = 429',
      'stats count(*) as throttled by route',
      'sort throttled desc',
    ),
  ];
};

const functionRow = (functions: readonly IFunction[]): IWidget[] => [
  graph(
    'Function errors',
    ofEach(functions, (lambda) => lambda.metricErrors({ label: nameOf(lambda), ...fiveMinutes })),
  ),
  graph(
    'Function throttles',
    ofEach(functions, (lambda) =>
      lambda.metricThrottles({ label: nameOf(lambda), ...fiveMinutes }),
    ),
  ),
  graph('Lambda concurrency of the account, %', [concurrencyUsed()], {
    leftYAxis: { min: 0, max: 100 },
  }),
];

const ofEach = (
  functions: readonly IFunction[],
  metricOf: (lambda: IFunction) => IMetric,
): IMetric[] => functions.map((lambda) => metricOf(lambda));

const nameOf = ({ node }: IFunction): string => node.scope?.node.id ?? node.id;

const queueRow = (
  queues: readonly Queue[],
  { orderMigration: { machine } }: ServiceStack,
): IWidget[] => [
  graph(
    'Dead letters',
    queues.map((queue) =>
      queue.metricApproximateNumberOfMessagesVisible({
        ...labelled(queue),
        statistic: Stats.MAXIMUM,
      }),
    ),
  ),
  graph(
    'Age of the oldest dead letter, s',
    queues.map((queue) =>
      queue.metricApproximateAgeOfOldestMessage({ ...labelled(queue), statistic: Stats.MAXIMUM }),
    ),
  ),
  graph('Executions', [
    machine.metricStarted({ label: 'started', ...fiveMinutes }),
    machine.metricFailed({ label: 'failed', ...fiveMinutes }),
    machine.metricTimedOut({ label: 'timed out', ...fiveMinutes }),
    machine.metricAborted({ label: 'stopped', ...fiveMinutes }),
  ]),
];

const labelled = (queue: Queue) => ({
  label: pathInStack(queue).slice(0, -2).join(' '),
  ...fiveMinutes,
});
