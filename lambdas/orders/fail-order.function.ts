import type { MetricName } from '../../core/metric-names.ts';
import { failOrder } from '../../core/orders/fail-order.ts';
import type { FailureVerdict } from '../../core/orders/model/order-failure.ts';
import { alertMetrics, count } from '../shared/counted.ts';
import { settings } from '../shared/environment.ts';
import { orders } from '../shared/order-wiring.ts';
import { clock } from '../shared/wiring.ts';
import { stepHandler } from './step.ts';

const deps = { orders: orders(), clock: clock(), ...settings('maxAttempts') };

/** One name each: an order that failed by corruption counts as failed, too. */
const countedAs = ({
  decision,
  alert: { kind },
}: Pick<FailureVerdict, 'decision' | 'alert'>): Set<MetricName> => {
  const end: MetricName[] =
    decision === 'retry' ? ['AttemptsRetried'] : ['OrdersFailed', alertMetrics[kind]];
  const found: MetricName[] = kind === 'corruption' ? ['CorruptionsFound'] : [];
  const undone: MetricName[] = kind === 'compensation_failed' ? [] : ['AttemptsCompensated'];
  return new Set([...end, ...found, ...undone]);
};

/** Step: Fail order */
export const handler = stepHandler(async (run) => {
  const verdict = await failOrder(deps, run);
  for (const name of countedAs(verdict)) count(name);
  return verdict;
});
