import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { BatchMetricName } from '../../../core/metric-names.ts';
import { ownMetric } from '../../shared/metrics.ts';
import { graph } from './widgets.ts';

/** Bulk migrations. */
export const batchRow = (stage: string): IWidget[] => {
  const own = (metricName: BatchMetricName, label: string) =>
    ownMetric(stage, metricName, { label });
  return [
    graph('Batches: records', [
      own('BatchRecordsKept', 'kept'),
      own('BatchRecordsFailed', 'failed'),
      own('BatchRecordsSkipped', 'skipped'),
    ]),
    graph('Batches: bytes', [own('BatchBytesKept', 'bytes')]),
    graph('Batches', [
      own('BatchesCompleted', 'completed'),
      own('BatchesFailed', 'failed'),
      own('BatchesRolledBack', 'rolled back'),
    ]),
  ];
};
