import type { MetricQuery } from '../stage/cloudwatch.ts';

/** The queries of one alarm or one widget, which are evaluated together. */
export type QueryGroup = { what: string; queries: MetricQuery[] };

/** A metric of a widget: names and values, then perhaps an object of options. */
type Metric = readonly (string | Options)[];
type Options = { expression?: string; id?: string; stat?: string; period?: number };
type Properties = { title?: string; stat?: string; period?: number; metrics?: Metric[] };

const defaultPeriod = 300;

/** The widgets of a dashboard that compute something, as queries of GetMetricData. */
export const queriesOfDashboard = (name: string, body: string): QueryGroup[] => {
  const { widgets } = JSON.parse(body) as { widgets: { properties: Properties }[] };
  return widgets
    .map(({ properties }) => ({
      what: `${name}: ${properties.title}`,
      queries: (properties.metrics ?? []).map((metric, at) => queryOf(metric, at, properties)),
    }))
    .filter(hasExpression);
};

const queryOf = (metric: Metric, index: number, widget: Properties): MetricQuery => {
  const { expression, id = `w${index}`, ...own } = optionsOf(metric);
  const { stat = 'Average', period = defaultPeriod } = { ...widget, ...own };
  if (expression !== undefined) return { Id: id, Expression: expression, Period: period };
  const [Namespace = '-', MetricName = '-', ...rest] = metric.filter(
    (part) => typeof part === 'string',
  );
  const Metric = { Namespace, MetricName, Dimensions: dimensionsIn(rest) };
  return { Id: id, MetricStat: { Metric, Period: period, Stat: stat } };
};

const optionsOf = (metric: Metric): Options => {
  const last = metric.at(-1);
  return typeof last === 'object' ? last : {};
};

const dimensionsIn = (names: readonly string[]) =>
  Array.from({ length: names.length / 2 }, (_, at) => ({
    Name: String(names[2 * at]),
    Value: String(names[2 * at + 1]),
  }));

const hasExpression = ({ queries }: QueryGroup): boolean =>
  queries.some(({ Expression }) => Expression !== undefined);

/** The alarms that compute something, likewise. */
export const queriesOfAlarms = (
  alarms: readonly { AlarmName: string; Metrics?: MetricQuery[] }[],
): QueryGroup[] =>
  alarms
    .map(({ AlarmName, Metrics = [] }) => ({ what: AlarmName, queries: Metrics }))
    .filter(hasExpression);
