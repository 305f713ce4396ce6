import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { type ClaimReport, finishClaims } from '../core/use-cases/finish-claims.ts';
import { type ReconcileReport, reconcile } from '../core/use-cases/reconcile.ts';
import { type JobReport, reconcileJobs } from '../core/use-cases/reconcile-jobs.ts';
import { settings } from './shared/environment.ts';
import { finishingJobs } from './shared/finishing-jobs.ts';
import { logger, metrics, observed } from './shared/observed.ts';
import { alerts, migrations, sessions } from './shared/wiring.ts';

const { reconcileAfterMinutes: afterMinutes } = settings();
const deps = { ...finishingJobs(), sessions: sessions(), migrations: migrations(), alerts: alerts(), afterMinutes };

type Report = { orders: ReconcileReport; jobs: JobReport; claims: ClaimReport };

const count = (what: string, report: Record<string, number>): void => {
  for (const [repair, value] of Object.entries(report)) metrics.addMetric(`Reconciled_${what}${repair}`, MetricUnit.Count, value);
};

const reconcileAll = async (): Promise<Report> => ({
  orders: await reconcile(deps, (orderId, error) => logger.error('Order not reconciled', { orderId, error: error as Error })),
  jobs: await reconcileJobs(deps, (jobId, error) => logger.error('Job not reconciled', { jobId, error: error as Error })),
  claims: await finishClaims(deps, (error) => logger.error('Claim not finished', { error: error as Error })),
});

/** Hourly: does the next right thing for orders, jobs and claimed sessions nobody is working on. */
export const handler = observed<unknown, Report>(async () => {
  const report = await reconcileAll();
  count('', report.orders);
  count('jobs_', report.jobs);
  count('claims_', report.claims);
  logger.info('Reconciled', { report });
  return report;
});
