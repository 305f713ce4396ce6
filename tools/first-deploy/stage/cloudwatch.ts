import type { DeployedStage } from './deployed-stage.ts';
import { json } from './operator.ts';

/** One query of metric math, as alarms have them and GetMetricData takes them. */
export type MetricQuery = {
  Id: string;
  Expression?: string;
  Period?: number;
  ReturnData?: boolean;
  MetricStat?: {
    Metric: {
      Namespace: string;
      MetricName: string;
      Dimensions?: { Name: string; Value: string }[];
    };
    Period: number;
    Stat: string;
  };
};

export type Alarm = {
  AlarmName: string;
  ActionsEnabled: boolean;
  AlarmActions: string[];
  Metrics?: MetricQuery[];
};

type Asked = Pick<DeployedStage, 'operator'>;

/** DescribeAlarms returns 50 alarms by default. */
const perPage = 50;

/** Alarms by their names; those that CloudWatch does not know are missing. */
export const alarmsNamed = async (stage: Asked, names: readonly string[]): Promise<Alarm[]> => {
  const found: Alarm[] = [];
  for (let start = 0; start < names.length; start += perPage) {
    const AlarmNames = names.slice(start, start + perPage);
    const page = await ask<{ MetricAlarms: Alarm[] }>(stage, 'DescribeAlarms', { AlarmNames });
    found.push(...page.MetricAlarms);
  }
  return found;
};

const ask = <Answer>({ operator }: Asked, operation: string, input: object): Promise<Answer> =>
  json<Answer>(operator, 'monitoring', `GraniteServiceVersion20100801.${operation}`, input);

/** The body of a dashboard: JSON with its widgets. */
export const dashboardBody = async (stage: Asked, DashboardName: string): Promise<string> =>
  (await ask<{ DashboardBody: string }>(stage, 'GetDashboard', { DashboardName })).DashboardBody;

type Answer = {
  MetricDataResults: { Id: string; StatusCode: string }[];
  Messages?: { Code: string; Value: string }[];
};

const hourSeconds = 3600;

/**
 * Everything that CloudWatch objects to in the last three hours of some queries; nothing when it
 * returns them all. An expression that cannot be parsed is thrown: CloudWatch refuses the call.
 */
export const objectionsTo = async (
  stage: Asked,
  queries: readonly MetricQuery[],
): Promise<string[]> => {
  const EndTime = Math.floor(Date.now() / 1000);
  const { MetricDataResults, Messages = [] } = await ask<Answer>(stage, 'GetMetricData', {
    StartTime: EndTime - 3 * hourSeconds,
    EndTime,
    MetricDataQueries: queries,
  });
  return [
    ...Messages.map(({ Code, Value }) => `${Code}: ${Value}`),
    ...MetricDataResults.filter(
      ({ StatusCode }) => !/^(Complete|PartialData)$/.test(StatusCode),
    ).map(({ Id, StatusCode }) => `${Id} is ${StatusCode}`),
  ];
};
