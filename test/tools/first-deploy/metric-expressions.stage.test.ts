import { describe, expect, it } from '@jest/globals';
import { metricExpressionsCheck } from '../../../tools/first-deploy/checks/as-deployed/metric-expressions.ts';
import {
  type QueryGroup,
  queriesOfAlarms,
  queriesOfDashboard,
} from '../../../tools/first-deploy/samples/metric-queries.ts';
import { type MetricQuery, objectionsTo } from '../../../tools/first-deploy/stage/cloudwatch.ts';
import type { DeployedStage } from '../../../tools/first-deploy/stage/deployed-stage.ts';
import { everyStack } from '../../lib/every-stack.ts';
import { expressionsOf, textOf } from '../../lib/limits/measured.ts';
import { propertiesOf } from '../../lib/synthesize.ts';

const stacks = Object.values(everyStack());
const all = (type: string) => stacks.flatMap((template) => propertiesOf(template, type));

const alarms = all('AWS::CloudWatch::Alarm').map(([, { AlarmName, Metrics }]) => ({
  AlarmName,
  ...(Metrics && { Metrics }),
}));
const groups: QueryGroup[] = [
  ...queriesOfAlarms(alarms),
  ...all('AWS::CloudWatch::Dashboard').flatMap(([id, { DashboardBody }]) =>
    queriesOfDashboard(id, textOf(DashboardBody)),
  ),
];

const functionNames = /\b[A-Z_]+(?=\()/g;

/** Ids of other queries that an expression names. */
const namesIn = ({ Expression = '' }: MetricQuery): string[] =>
  Expression.replace(/"[^"]*"|'[^']*'/g, '')
    .replace(functionNames, '')
    .match(/\b[a-z]\w*/g) ?? [];

describe('the queries of the stage’s expressions', () => {
  it('are found: those of alarms and of the dashboard, every one', () => {
    const expressions = groups.flatMap(({ queries }) =>
      queries.flatMap(({ Expression }) => Expression ?? []),
    );
    const known = expressionsOf(everyStack()).map(({ expression }) => expression);
    expect(expressions.sort()).toEqual(known.sort());
    expect(known.length).toBeGreaterThan(10);
  });

  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html
  it.each(groups)('of $what are as GetMetricData takes them', ({ queries }) => {
    const ids = queries.map(({ Id }) => Id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(queries.length).toBeLessThanOrEqual(500);
    for (const query of queries) {
      expect(query.Id).toMatch(/^[a-z]\w{0,254}$/);
      expect([query.Expression, query.MetricStat].filter(Boolean)).toHaveLength(1);
      expect(namesIn(query).filter((name) => !ids.includes(name))).toEqual([]);
    }
    expect(queries.some(({ ReturnData = true }) => ReturnData)).toBe(true);
  });
});

/** A stage whose CloudWatch answers as recorded; everything it was asked is kept. */
const stageAnswering = (answers: Readonly<Record<string, unknown>>) => {
  const asked: [string, unknown][] = [];
  const call = async ({ headers = {}, body = '{}' }) => {
    const operation = headers['x-amz-target' as never] as string;
    const name = operation.split('.')[1] ?? operation;
    asked.push([name, JSON.parse(body)]);
    const answer = answers[name];
    if (answer instanceof Error) throw answer;
    return JSON.stringify(answer);
  };
  return { asked, stage: { operator: { call } } as unknown as DeployedStage };
};

describe('what CloudWatch answers', () => {
  const queries = [{ Id: 'e1', Expression: '1 + 1', Period: 300 }];

  it('is nothing to object to: a complete series, an empty one, and one that goes on', async () => {
    const MetricDataResults = [
      { Id: 'e1', Label: 'e1', StatusCode: 'Complete', Timestamps: [], Values: [] },
      { Id: 'e2', Label: 'e2', StatusCode: 'PartialData', Timestamps: [1], Values: [2] },
    ];
    const { stage, asked } = stageAnswering({ GetMetricData: { MetricDataResults, Messages: [] } });
    expect(await objectionsTo(stage, queries)).toEqual([]);
    expect(asked).toMatchObject([['GetMetricData', { MetricDataQueries: queries }]]);
  });

  it('is told: a series that failed, and a message about the whole', async () => {
    const { stage } = stageAnswering({
      GetMetricData: {
        MetricDataResults: [{ Id: 'e1', StatusCode: 'InternalError' }],
        Messages: [{ Code: 'MaxMetricsExceeded', Value: 'more than 500' }],
      },
    });
    expect(await objectionsTo(stage, queries)).toEqual([
      'MaxMetricsExceeded: more than 500',
      'e1 is InternalError',
    ]);
  });
});

describe('the check', () => {
  it('is not for an emulator, which has no metric math', () => {
    expect(metricExpressionsCheck.onlyAws).toBeDefined();
  });
});
