import { logsOf } from './function-logs.ts';

/** A metric as an alarm names it. */
export type Named = {
  namespace: string;
  metricName: string;
  dimensions: Readonly<Record<string, string>>;
};

type Directive = { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] };
type EmfLine = Record<string, unknown> & { _aws?: { CloudWatchMetrics: Directive[] } };

const isOf = ({ namespace, metricName, dimensions }: Named, line: EmfLine): boolean =>
  (line._aws?.CloudWatchMetrics ?? []).some(
    ({ Namespace, Dimensions, Metrics }) =>
      Namespace === namespace &&
      Metrics.some(({ Name }) => Name === metricName) &&
      // CloudWatch keeps a metric by exactly these dimensions: one more or less is another metric,
      // and no alarm sees it.
      Dimensions.some(
        (names) => names.toSorted().join() === Object.keys(dimensions).toSorted().join(),
      ) &&
      Object.entries(dimensions).every(([name, value]) => line[name] === value),
  );

const total = (value: unknown): number =>
  [value].flat().reduce<number>((sum, one) => sum + Number(one), 0);

/** The sum of what these lines say of a metric, by exactly its namespace, name and dimensions. */
export const sumIn = (lines: readonly EmfLine[], metric: Named): number =>
  lines
    .filter((line) => isOf(metric, line))
    .reduce((sum, line) => sum + total(line[metric.metricName]), 0);

const parsed = (text: string): EmfLine[] => {
  try {
    return [JSON.parse(text) as EmfLine];
  } catch {
    return [];
  }
};

/** The sum of a metric that a deployed function has emitted so far. */
export const emittedBy = async (functionName: string, metric: Named): Promise<number> =>
  sumIn((await logsOf(functionName)).flatMap(parsed), metric);
