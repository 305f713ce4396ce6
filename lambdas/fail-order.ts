import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { failOrder } from '../core/use-cases/fail-order.ts';
import { settings } from './shared/environment.ts';
import { metrics } from './shared/observed.ts';
import { stepHandler } from './shared/step.ts';
import { clock, orders } from './shared/wiring.ts';

const deps = { orders: orders(), clock: clock(), maxAttempts: settings().maxAttempts };

/** Step: Fail order */
export const handler = stepHandler(async (run) => {
  const verdict = await failOrder(deps, run);
  metrics.addMetric(verdict.decision === 'retry' ? 'AttemptsRetried' : 'OrdersFailed', MetricUnit.Count, 1);
  return verdict;
});
