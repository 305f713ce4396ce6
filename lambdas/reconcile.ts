import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { type ReconcileReport, reconcile } from '../core/use-cases/reconcile.ts';
import { env, settings } from './shared/environment.ts';
import { logger, metrics, observed } from './shared/observed.ts';
import { alerts, bus, clock, migrations, objects, orders, uploads } from './shared/wiring.ts';

const { categories, reconcileAfterMinutes: afterMinutes } = settings();
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

/** Hourly: does the next right thing for orders nobody is working on. */
export const handler = observed<unknown, ReconcileReport>(async () => {
  const report = await reconcile(deps, (orderId, error) => logger.error('Order not reconciled', { orderId, error: error as Error }));
  for (const [repair, count] of Object.entries(report)) metrics.addMetric(`Reconciled_${repair}`, MetricUnit.Count, count);
  logger.info('Reconciled', { report });
  return report;
});
