/** The contract between functions and infrastructure about metrics. Types and constants only. */

/** Namespace of the functions' metrics. Their one dimension, `service`, names the stage. */
export const metricNamespace = 'Keepsake';

/** The `service` of a stage's metrics and log lines. */
export const servicePrefix = 'keepsake-';

/** Stands in an alarm's description between what it means and where the runbook says what to do. */
export const runbookWords = ' What to do: ';

/** Metrics that the functions publish. Dashboard and alarms read these names. */
export const metricNames = [
  'OrdersCompleted',
  'FilesKept',
  'BytesKept',
  'MigrationMilliseconds',
  'PaidToKeptMilliseconds',
  'OrdersFailed',
  'AttemptsRetried',
  'AttemptsCompensated',
  'CompensationsFailed',
  'CorruptionsFound',
  'PaymentsAccepted',
  'PaymentsHeld',
  'PaymentsIgnored',
  'RefundsRecorded',
  'RefundsIgnored',
  'RefundsRefused',
  'RefundsOverdue',
  'PaymentsDisputed',
  'WebhooksDelivered',
  'WebhooksReturned',
  'WebhooksAnnounced',
  'WebhooksRepeated',
  'WebhooksRefused',
  'ExecutionsTakenOver',
  'UploadsCreated',
  'UploadsCompleted',
  'UploadsQuarantined',
  'BytesUploaded',
  'RequestsRefused',
  'RequestsFailed',
  'RecordsUnreadable',
  'AuditEntriesUnwritten',
  'MessagesReturned',
  'ReconcilerRuns',
  'OrdersAnnouncedLate',
  'OrdersRecovered',
  'OrdersStartedLate',
  'OrdersWaiting',
  'OrdersSwept',
  'OrdersNotReconciled',
  'VariantsMade',
  'VariantsRefused',
  'FilesInfected',
  'ScansMissing',
  'TemporaryFilesSampled',
  'TemporaryFilesOverdue',
  'FilesDamaged',
  'FilesUnregistered',
  'ReplicasDiffering',
  'ChallengesUnanswered',
] as const;

export type MetricName = (typeof metricNames)[number];

/** Metrics of bulk migrations, for their row of the dashboard. */
export const batchMetricNames = [
  'BatchRecordsKept',
  'BatchRecordsFailed',
  'BatchRecordsSkipped',
  'BatchBytesKept',
  'BatchesCompleted',
  'BatchesFailed',
  'BatchesRolledBack',
] as const;

export type BatchMetricName = (typeof batchMetricNames)[number];
