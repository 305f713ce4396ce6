import { type Check, expectThat } from '../check.ts';
import { invokeFunction } from '../stage/invoke-function.ts';

/** The reconciler, which repairs what others missed, called now as its schedule does. */
export const reconcilerCheck: Check = {
  name: 'the reconciler runs with the rights it has',
  remedy: 'see the log of upkeep: a permission is missing, or an order cannot be repaired',
  async run(stage) {
    const report = await invokeFunction<Record<string, { failed?: number } | null>>(
      stage,
      'Reconciler/upkeep',
      { task: 'reconcile' },
    );
    const parts = Object.values(report);
    const answer = JSON.stringify(report);
    expectThat(parts.length > 0 && parts.every((part) => part?.failed === 0), answer.slice(0, 300));
    return answer;
  },
};
