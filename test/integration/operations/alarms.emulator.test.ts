import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { ownAlarms } from '../../../lib/operations/own-alarms.ts';
import { eventually } from '../shared/eventually.ts';
import { aVisitor, type Visitor } from '../shared/visitor.ts';
import { emittedBy, type Named } from './emitted.ts';
import { faults } from './faults.ts';

/**
 * Faults that a local stage does not have, with the test that shows the metric move. Storage and
 * refunds do not age here, the audit table takes every entry, and no provider sends webhooks.
 */
const shownElsewhere = {
  'acts-unrecorded': 'test/lambdas/shared/audited.test.ts',
  'files-damaged': 'test/lambdas/shared/counted.test.ts',
  'files-unregistered': 'test/lambdas/shared/counted.test.ts',
  'refunds-overdue': 'test/lambdas/shared/counted.test.ts',
  'temporary-files-overdue': 'test/integration/operations/temporary-files.emulator.test.ts',
  'webhooks-refused': 'test/lambdas/payments/webhook-handler.test.ts',
};

const watchedBy = new Map(
  ownAlarms('local').map(({ name, metric }): [string, Named] => {
    const { namespace, metricName, dimensions = {} } = metric as Metric;
    return [name, { namespace, metricName, dimensions }];
  }),
);

describe('every alarm on what the functions count', () => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await aVisitor();
  });

  it('has a fault below', () => {
    expect(Object.keys({ ...faults, ...shownElsewhere }).sort()).toEqual(
      [...watchedBy.keys()].sort(),
    );
  });

  it.each(Object.entries(faults))('%s: its metric moves', async (name, { seenBy, cause }) => {
    const metric = watchedBy.get(name);
    if (metric === undefined) throw new Error(`no alarm ${name}`);
    const before = await emittedBy(seenBy, metric);
    await cause(visitor);
    let looks = 0;
    const after = await eventually(`${seenBy} counts ${metric.metricName}`, async () => {
      looks += 1;
      // On a busy machine the emulator hands over the last lines of an invocation with the next
      // one.
      if (looks % 20 === 0) await cause(visitor);
      const sum = await emittedBy(seenBy, metric);
      return sum > before ? sum : undefined;
    });
    expect(after).toBeGreaterThan(before);
  });
});
