import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { BatchMetricName, MetricName } from '../../core/metric-names.ts';
import type { Finding } from '../../core/operations/model/integrity-run.ts';
import { isReplicaFinding } from '../../core/operations/model/replica.ts';
import type { Alert, Alerts } from '../../core/shared/ports.ts';
import type { Upload } from '../../core/uploads/model/upload.ts';
import { metrics, publishCounted } from './metrics.ts';

/** Counts what happened. */
export const count = (name: MetricName | BatchMetricName, times = 1): void => {
  metrics.addMetric(name, MetricUnit.Count, times);
};

/** Measures a size. */
export const countBytes = (name: MetricName | BatchMetricName, bytes: number): void => {
  metrics.addMetric(name, MetricUnit.Bytes, bytes);
};

/** Records a duration. An unknown one is left out. */
export const countMilliseconds = (name: MetricName, milliseconds: number | undefined): void => {
  if (milliseconds !== undefined) metrics.addMetric(name, MetricUnit.Milliseconds, milliseconds);
};

/** The metric of each kind of alert. Exhaustive: a new kind does not compile without one. */
export const alertMetrics: Record<Alert['kind'], MetricName> = {
  payment_held: 'PaymentsHeld',
  migration_failed: 'OrdersFailed',
  corruption: 'CorruptionsFound',
  compensation_failed: 'CompensationsFailed',
  migration_interrupted: 'ExecutionsTakenOver',
  refund_refused: 'RefundsRefused',
  refund_overdue: 'RefundsOverdue',
  payment_disputed: 'PaymentsDisputed',
  file_infected: 'FilesInfected',
};

/** Alerts that are counted as well as raised. */
export const countedAlerts = (alerts: Alerts): Alerts => ({
  async raise(alert) {
    count(alertMetrics[alert.kind]);
    await alerts.raise(alert);
  },
});

/** Counts a file that matches its announcement; one still being read counts afterwards. */
export const countArrival = ({ status, sizeBytes }: Pick<Upload, 'status' | 'sizeBytes'>): void => {
  if (status === 'quarantined') count('UploadsQuarantined');
  if (status !== 'uploaded') return;
  count('UploadsCompleted');
  countBytes('BytesUploaded', sizeBytes);
};

/** Counts a finding at once: a call that runs out of time publishes nothing at its end. */
export const countFinding = ({ kind }: Pick<Finding, 'kind'>): void => {
  if (isReplicaFinding(kind)) count('ReplicasDiffering');
  else count(kind === 'unregistered' ? 'FilesUnregistered' : 'FilesDamaged');
  publishCounted();
};
