import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { MetricName } from '../../core/metric-names.ts';
import { ownMetric } from '../shared/metrics.ts';
import type { RunbookAlarmProps } from '../shared/runbook-alarm.ts';

/** An alarm without the topic it tells. */
export type AlarmSpec = Omit<RunbookAlarmProps, 'alerts'>;

type Sums = { name: string; metric: MetricName; threshold: number; minutes: number; means: string };

// Counted over a while: none of these is normal, but one or two of the first kind are everyday
// life.
const sums: readonly Sums[] = [
  {
    name: 'orders-failing',
    metric: 'OrdersFailed',
    threshold: 3,
    minutes: 15,
    means: 'Several orders could not be kept; refunds were requested.',
  },
  {
    name: 'corruption-found',
    metric: 'CorruptionsFound',
    threshold: 1,
    minutes: 5,
    means: 'A copy differed from its source.',
  },
  {
    name: 'compensation-failing',
    metric: 'CompensationsFailed',
    threshold: 1,
    minutes: 5,
    means: 'Copies of a failed order could not be removed.',
  },
  {
    name: 'executions-taken-over',
    metric: 'ExecutionsTakenOver',
    threshold: 3,
    minutes: 60,
    means: 'Executions of the order migration die without an end of their own.',
  },
  {
    name: 'payments-held',
    metric: 'PaymentsHeld',
    threshold: 1,
    minutes: 5,
    means: 'A payment waits for a person: a second one, or a wrong amount.',
  },
  {
    name: 'refunds-refused',
    metric: 'RefundsRefused',
    threshold: 1,
    minutes: 5,
    means: 'The payment provider did not refund a payment.',
  },
  {
    name: 'refunds-overdue',
    metric: 'RefundsOverdue',
    threshold: 1,
    minutes: 60,
    means: 'A requested refund has not settled in the days that the stage allows.',
  },
  {
    name: 'webhooks-refused',
    metric: 'WebhooksRefused',
    threshold: 10,
    minutes: 15,
    means: 'Webhooks of a payment provider do not prove that they are the provider’s.',
  },
  {
    name: 'uploads-refused',
    metric: 'UploadsQuarantined',
    threshold: 20,
    minutes: 60,
    means: 'Many uploads are not what was announced.',
  },
  {
    name: 'requests-failing',
    metric: 'RequestsFailed',
    threshold: 5,
    minutes: 5,
    means: 'The API’s functions answer with errors of their own.',
  },
  {
    name: 'acts-unrecorded',
    metric: 'AuditEntriesUnwritten',
    threshold: 1,
    minutes: 5,
    means: 'An act of an operator is missing in the audit, and stands in the log instead.',
  },
  {
    name: 'messages-returned',
    metric: 'MessagesReturned',
    threshold: 50,
    minutes: 15,
    means:
      'Payments, ended executions, arrived uploads or promotions cannot be handled and are ' +
      'delivered again and again.',
  },
  {
    name: 'orders-waiting',
    metric: 'OrdersWaiting',
    threshold: 1,
    minutes: 60,
    means:
      'Paid orders wait for uploads that have not arrived, or have not been checked, for ' +
      'more than an hour.',
  },
  {
    name: 'orders-not-reconciled',
    metric: 'OrdersNotReconciled',
    threshold: 1,
    minutes: 60,
    means: 'The reconciler could not repair an order.',
  },
  {
    name: 'records-unreadable',
    metric: 'RecordsUnreadable',
    threshold: 1,
    minutes: 60,
    means: 'Records fit no schema: lists and passes leave them out, and requests for them fail.',
  },
  {
    name: 'announcements-late',
    metric: 'OrdersAnnouncedLate',
    threshold: 1,
    minutes: 60,
    means:
      'Events about orders were not sent when they should have been; the reconciler sent them.',
  },
  {
    name: 'temporary-files-overdue',
    metric: 'TemporaryFilesOverdue',
    threshold: 1,
    minutes: 1440,
    means: 'Temporary files are still there that should have expired.',
  },
  {
    name: 'files-damaged',
    metric: 'FilesDamaged',
    threshold: 1,
    minutes: 60,
    means: 'Permanent files are missing, hidden, changed or unreadable.',
  },
  {
    name: 'files-unregistered',
    metric: 'FilesUnregistered',
    threshold: 1,
    minutes: 60,
    means: 'Permanent storage holds versions that no record refers to.',
  },
];

/** The alarm of a stage whose second region is compared with the registry. */
export const replicaAlarm = (stage: string): AlarmSpec =>
  ofSum(stage, {
    name: 'replica-differs',
    metric: 'ReplicasDiffering',
    threshold: 1,
    minutes: 60,
    means: 'The second region lacks permanent files, or has others than the registry says.',
  });

const ofSum = (stage: string, { name, metric, threshold, minutes, means }: Sums): AlarmSpec => ({
  name,
  means,
  threshold,
  metric: ownMetric(stage, metric, { period: Duration.minutes(minutes) }),
});

/** The alarm of a stage with a challenge for people. */
export const challengeAlarm = (stage: string): AlarmSpec =>
  ofSum(stage, {
    name: 'challenges-unanswered',
    metric: 'ChallengesUnanswered',
    threshold: 10,
    minutes: 5,
    means: 'The provider of challenges does not answer: visitors are refused, or all let pass.',
  });

/** The alarms on what the functions themselves count. */
export const ownAlarms = (stage: string): AlarmSpec[] => [
  ...sums.map((sum) => ofSum(stage, sum)),
  {
    name: 'migrations-slow',
    means:
      'One order in twenty takes longer than a quarter of an hour from payment to permanent ' +
      'storage.',
    metric: ownMetric(stage, 'PaidToKeptMilliseconds', { statistic: Stats.p(95) }),
    threshold: 15 * 60_000,
    evaluationPeriods: 3,
  },
  {
    name: 'reconciler-silent',
    means: 'The reconciler has not run for three hours: nobody finds lost orders.',
    metric: ownMetric(stage, 'ReconcilerRuns', { period: Duration.hours(1) }),
    threshold: 1,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    // Silence is what this is about.
    treatMissingData: TreatMissingData.BREACHING,
    evaluationPeriods: 3,
  },
];
