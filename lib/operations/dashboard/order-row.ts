import { Duration } from 'aws-cdk-lib';
import { type IMetric, type IWidget, MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { MetricName } from '../../../core/metric-names.ts';
import { ownMetric } from '../../shared/metrics.ts';
import { figures, graph } from './widgets.ts';

/** Percentage of ended orders that were kept; 100 if none ended. */
export const successRate = (stage: string): IMetric =>
  new MathExpression({
    expression: 'IF(kept + failed > 0, 100 * kept / (kept + failed), 100)',
    usingMetrics: {
      kept: ownMetric(stage, 'OrdersCompleted'),
      failed: ownMetric(stage, 'OrdersFailed'),
    },
    label: 'Success rate, %',
    period: Duration.minutes(5),
  });

/** Orders and payments: how many, how well, how fast, how much. */
export const orderRows = (stage: string): IWidget[][] => {
  const own = (name: MetricName, label: string) => ownMetric(stage, name, { label });
  return [
    [
      graph('Orders', [
        own('OrdersCompleted', 'kept'),
        own('OrdersFailed', 'failed'),
        own('AttemptsCompensated', 'attempts compensated'),
        own('AttemptsRetried', 'attempts tried again'),
      ]),
      graph('Success rate', [successRate(stage)], { leftYAxis: { min: 0, max: 100 } }),
      graph('Order migration, ms', durations(stage, 'MigrationMilliseconds')),
    ],
    [
      graph('Payment to permanent storage, ms', durations(stage, 'PaidToKeptMilliseconds')),
      figures('Kept', [own('FilesKept', 'files'), own('BytesKept', 'bytes')]),
      graph('For a person', [
        own('PaymentsHeld', 'payments held'),
        own('PaymentsIgnored', 'payments ignored: not ours'),
        own('CorruptionsFound', 'corruptions'),
        own('CompensationsFailed', 'compensations failed'),
        own('ExecutionsTakenOver', 'executions taken over'),
      ]),
    ],
  ];
};

const durations = (stage: string, name: MetricName): IMetric[] =>
  [50, 95, 99].map((percent) =>
    ownMetric(stage, name, { statistic: Stats.p(percent), label: `p${percent}` }),
  );

/** Uploads by what became of them, and what the reconciler found. */
export const uploadRow = (stage: string): IWidget[] => {
  const own = (name: MetricName, label: string) => ownMetric(stage, name, { label });
  return [
    graph('Uploads', [
      own('UploadsCreated', 'announced'),
      own('UploadsCompleted', 'arrived'),
      own('UploadsQuarantined', 'refused'),
    ]),
    graph('Reconciler', [
      own('OrdersWaiting', 'waiting for uploads'),
      own('OrdersRecovered', 'taken over'),
      own('OrdersStartedLate', 'started late'),
      own('OrdersAnnouncedLate', 'announced late'),
      own('OrdersNotReconciled', 'not repaired'),
    ]),
    graph('Temporary files that should have expired (sample)', [
      own('TemporaryFilesOverdue', 'overdue'),
      own('TemporaryFilesSampled', 'looked at'),
    ]),
  ];
};
