import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ServiceStack } from '../stacks/service-stack.ts';
import {
  concurrencyUsed,
  functionErrors,
  functionThrottles,
  indexThrottles,
  tableThrottles,
} from './alarm-metrics.ts';
import { type ObservedStacks, paymentsQueueOf, workersIn } from './observed-parts.ts';
import type { AlarmSpec } from './own-alarms.ts';

const fiveMinutes = { period: Duration.minutes(5) };

/** The alarms on what AWS measures. */
export const platformAlarms = ({
  service,
  operators: { bulkMigration },
  data: { orders, uploads, sessions, links },
}: ObservedStacks): AlarmSpec[] => [
  ...apiAlarms(service),
  ...functionAlarms(service),
  {
    name: 'payments-delayed',
    means: 'A payment has waited in its queue for ten minutes.',
    metric: paymentsQueueOf(service).metricApproximateAgeOfOldestMessage({
      statistic: Stats.MAXIMUM,
      ...fiveMinutes,
    }),
    threshold: 600,
  },
  {
    name: 'executions-timed-out',
    means: 'An execution of the order migration ran into its limit of twelve hours.',
    metric: service.orderMigration.machine.metricTimedOut({ statistic: Stats.SUM, ...fiveMinutes }),
    threshold: 1,
  },
  {
    name: 'bulk-migrations-failing',
    means: 'A workflow of bulk migration broke down: its batch waits to be resumed.',
    metric: bulkMigration.machine.metricFailed({ statistic: Stats.SUM, ...fiveMinutes }),
    threshold: 1,
  },
  {
    name: 'tables-throttled',
    means: 'DynamoDB refuses requests of the API or of the order migration.',
    metric: tableThrottles([orders, uploads, sessions, links]),
    threshold: 10,
    evaluationPeriods: 3,
  },
  {
    name: 'indexes-throttled',
    means: 'DynamoDB refuses to write uploads, because one key of an index is too busy.',
    metric: indexThrottles(uploads),
    threshold: 10,
    evaluationPeriods: 3,
  },
];

const apiAlarms = ({ api: { stage } }: ServiceStack): AlarmSpec[] => [
  {
    name: 'api-errors',
    means: 'The API answers with 5xx, also where no function of ours could say why.',
    metric: stage.metricServerError({ statistic: Stats.SUM, ...fiveMinutes }),
    threshold: 5,
  },
  {
    name: 'api-slow',
    means: 'One request in twenty takes longer than three seconds.',
    metric: stage.metricLatency({ statistic: Stats.p(95), ...fiveMinutes }),
    threshold: 3_000,
    evaluationPeriods: 3,
  },
];

const functionAlarms = (service: ServiceStack): AlarmSpec[] => {
  const { steps, consumers, scheduled } = workersIn(service);
  return [
    {
      name: 'order-steps-failing',
      means: 'Steps of the order migration throw, time out or run out of memory, and are retried.',
      metric: functionErrors(steps),
      threshold: 10,
    },
    {
      name: 'order-steps-throttled',
      means: 'Lambda refuses to run steps of the order migration.',
      metric: functionThrottles(steps),
      threshold: 10,
    },
    {
      name: 'consumers-failing',
      means: 'The functions behind the queues throw, time out or run out of memory.',
      metric: functionErrors(consumers),
      threshold: 3,
    },
    {
      name: 'schedules-failing',
      means: 'The functions behind the schedules throw, time out or run out of memory.',
      metric: functionErrors(scheduled),
      threshold: 3,
    },
    {
      name: 'concurrency-near-limit',
      means: 'More than four fifths of the account’s Lambda concurrency are in use.',
      metric: concurrencyUsed(),
      threshold: 80,
      evaluationPeriods: 3,
    },
  ];
};
