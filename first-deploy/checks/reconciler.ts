import { type Check, expectThat } from '../check.ts';

/** What picks up everything else; it is called once now, as its schedule does every hour. */
export const reconcilerCheck: Check = {
  name: 'the reconciler runs with the rights it has',
  remedy: 'see the log of reconcile: a permission is missing, or an order cannot be repaired',
  async run({ operator, resources }) {
    const reconcile = resources.find(({ type, logicalId }) => type === 'AWS::Lambda::Function' && /^Reconcilerreconcile/.test(logicalId));
    expectThat(reconcile, 'the Service stack has no reconcile function');
    const path = `/2015-03-31/functions/${reconcile.physicalId}/invocations`;
    const answer = await operator.call({ service: 'lambda', path, headers: { 'content-type': 'application/json' }, body: '{}' });
    const parts = Object.values(JSON.parse(answer) as Record<string, { failed?: number } | null>);
    expectThat(parts.length > 0 && parts.every((part) => part?.failed === 0), answer.slice(0, 300));
    return answer;
  },
};
