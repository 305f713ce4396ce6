import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { commitOrder } from '../core/use-cases/commit-order.ts';
import { env } from './shared/environment.ts';
import { metrics } from './shared/observed.ts';
import { stepHandler } from './shared/step.ts';
import { clock, orders } from './shared/wiring.ts';

const deps = { orders: orders(), clock: clock(), filesBucket: env('FILES_BUCKET') };

/** Step: Commit order */
export const handler = stepHandler(async (run) => {
  const committed = await commitOrder(deps, run);
  metrics.addMetric('OrdersCompleted', MetricUnit.Count, 1);
  metrics.addMetric('FilesKept', MetricUnit.Count, committed.files);
  return committed;
});
