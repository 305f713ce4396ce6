import { type Check, expectThat } from '../../check.ts';
import {
  type QueryGroup,
  queriesOfAlarms,
  queriesOfDashboard,
} from '../../samples/metric-queries.ts';
import { alarmsNamed, dashboardBody, objectionsTo } from '../../stage/cloudwatch.ts';
import type { DeployedStage } from '../../stage/deployed-stage.ts';
import { resourcesOf } from '../../stage/part-resources.ts';

const evaluateGroup = async (stage: DeployedStage, { queries }: QueryGroup): Promise<string[]> => {
  try {
    return await objectionsTo(stage, queries);
  } catch (error) {
    return [String(error instanceof Error ? (error.cause ?? error.message) : error)];
  }
};

/** Metric math of a stage, evaluated by CloudWatch itself. */
export const metricExpressionsCheck: Check = {
  name: 'CloudWatch evaluates every expression of alarms and dashboards',
  remedy: 'an alarm or a graph shows nothing: send this report to the maintainers',
  onlyAws: 'it has no metric math',
  async run(stage) {
    const named = await resourcesOf(stage, ['Service', 'Observability', 'Refunds', 'Webhooks']);
    const alarms = await alarmsNamed(stage, named('AWS::CloudWatch::Alarm'));
    const groups = queriesOfAlarms(alarms);
    for (const name of named('AWS::CloudWatch::Dashboard'))
      groups.push(...queriesOfDashboard(name, await dashboardBody(stage, name)));
    const faults: string[] = [];
    for (const group of groups)
      for (const fault of await evaluateGroup(stage, group)) faults.push(`${group.what}: ${fault}`);
    expectThat(faults.length === 0, faults.join('; '));
    const queries = groups.flatMap((group) => group.queries);
    return `${queries.filter(({ Expression }) => Expression).length} expressions`;
  },
};
