import type { MetricName } from '../core/contract.ts';
import { type ReconcileReport, reconcile } from '../core/use-cases/reconcile.ts';
import { sampleTemporaryFiles } from '../core/use-cases/sample-temporary-files.ts';
import { count } from './shared/counted.ts';
import { env, settings } from './shared/environment.ts';
import { logger, observed } from './shared/observed.ts';
import { alerts, bus, clock, ids, migrations, objects, orders, temporaryFiles, uploads } from './shared/wiring.ts';

const { categories, reconcileAfterMinutes: afterMinutes, temporaryDays } = settings();
const ports = {
  orders: orders(),
  uploads: uploads(),
  objects: objects(),
  migrations: migrations(),
  alerts: alerts(),
  bus: bus(),
  clock: clock(),
};
const deps = { ...ports, filesBucket: env('FILES_BUCKET'), categories, afterMinutes };

const sampling = { temporaryFiles: temporaryFiles(), ids: ids(), clock: clock(), temporaryDays };

const counted: Partial<Record<keyof ReconcileReport, MetricName>> = {
  announced: 'OrdersAnnouncedLate',
  recovered: 'OrdersRecovered',
  started: 'OrdersStartedLate',
  waiting: 'OrdersWaiting',
  swept: 'OrdersSwept',
  failed: 'OrdersNotReconciled',
};

const countReport = (report: ReconcileReport): void => {
  count('ReconcilerRuns');
  for (const [outcome, name] of Object.entries(counted)) count(name, report[outcome as keyof ReconcileReport]);
};

// Beside the point of this function, so it must not stop it: what it cannot look at now it looks at in an hour.
const lookAtTemporaryFiles = async (): Promise<void> => {
  try {
    const { sampled, overdue } = await sampleTemporaryFiles(sampling);
    count('TemporaryFilesSampled', sampled);
    count('TemporaryFilesOverdue', overdue);
  } catch (error) {
    logger.warn('Temporary files not sampled', { error: error as Error });
  }
};

/** Hourly: does the next right thing for orders nobody is working on. */
export const handler = observed<unknown, ReconcileReport>(async () => {
  const report = await reconcile(deps, (orderId, error) => logger.error('Order not reconciled', { orderId, error: error as Error }));
  countReport(report);
  await lookAtTemporaryFiles();
  logger.info('Reconciled', { report });
  return report;
});
