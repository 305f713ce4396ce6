import { type ClaimReport, finishClaims } from '../../core/claims/finish-claims.ts';
import { type JobReport, reconcileJobs } from '../../core/jobs/reconcile-jobs.ts';
import type { MetricName } from '../../core/metric-names.ts';
import { type ReconcileReport, reconcile } from '../../core/orders/reconcile.ts';
import { sampleTemporaryFiles } from '../../core/retention/sample-temporary-files.ts';
import { count } from '../shared/counted.ts';
import { settings } from '../shared/environment.ts';
import { jobEndPorts } from '../shared/job-end-ports.ts';
import { logFailure, logger } from '../shared/observed.ts';
import { alerts, clock, ids, migrations, sessions, temporaryFiles } from '../shared/wiring.ts';

const {
  reconcileAfterMinutes: afterMinutes,
  refunds,
  temporaryDays,
} = settings('reconcileAfterMinutes', 'refunds', 'temporaryDays');
const deps = {
  ...jobEndPorts(),
  sessions: sessions(),
  migrations: migrations(),
  alerts: alerts(),
  afterMinutes,
  refundDays: refunds.alarmAfterDays,
};
const sampling = { temporaryFiles: temporaryFiles(), ids: ids(), clock: clock(), temporaryDays };

/** Counts by outcome, of each kind of record. */
export type ReconciledReport = { orders: ReconcileReport; jobs: JobReport; claims: ClaimReport };

const counted: Partial<Record<keyof ReconcileReport, MetricName>> = {
  announced: 'OrdersAnnouncedLate',
  recovered: 'OrdersRecovered',
  started: 'OrdersStartedLate',
  waiting: 'OrdersWaiting',
  swept: 'OrdersSwept',
  failed: 'OrdersNotReconciled',
};

/** Repairs orders, jobs and claimed sessions that have no execution. */
export const reconcileHourly = async (): Promise<ReconciledReport> => {
  const report = await reconcileAll();
  countOrders(report.orders);
  await lookAtTemporaryFiles();
  logger.info('Reconciled', { report });
  return report;
};

const reconcileAll = async (): Promise<ReconciledReport> => ({
  orders: await reconcile(deps, (orderId, error) =>
    logFailure('Order not reconciled', error, { orderId }),
  ),
  jobs: await reconcileJobs(deps, (jobId, error) =>
    logFailure('Job not reconciled', error, { jobId }),
  ),
  claims: await finishClaims(deps, (error) => logFailure('Claim not finished', error)),
});

const countOrders = (report: ReconcileReport): void => {
  count('ReconcilerRuns');
  for (const [outcome, name] of Object.entries(counted))
    count(name, report[outcome as keyof ReconcileReport]);
};

// A side task, whose failure must not stop the reconciler. The next hour repeats it.
const lookAtTemporaryFiles = async (): Promise<void> => {
  try {
    const { sampled, overdue } = await sampleTemporaryFiles(sampling);
    count('TemporaryFilesSampled', sampled);
    count('TemporaryFilesOverdue', overdue);
  } catch (error) {
    logger.warn('Temporary files not sampled', { error: error as Error });
  }
};
