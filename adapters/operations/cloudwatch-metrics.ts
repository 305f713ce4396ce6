import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import { metricNamespace } from '../../core/metric-names.ts';
import type { Figure } from '../../core/operations/model/figure.ts';
import type { Metrics } from '../../core/operations/ports.ts';
import { asking } from '../aws/aws-errors.ts';

type Stretch = { from: Date; to: Date };

/** CloudWatch keeps sums of five minutes for 63 days. */
const sumSeconds = 300;

const lengthSeconds = ({ from, to }: Stretch): number => (to.getTime() - from.getTime()) / 1000;

/**
 * Sums add up, so they are asked for in five minutes: however CloudWatch aligns its periods, none
 * reaches out of the stretch. Percentiles do not add up: one period is the whole stretch.
 */
const periodOf = ({ statistic }: Figure, stretch: Stretch): number =>
  statistic === 'Sum' ? sumSeconds : lengthSeconds(stretch);

const queryOf = (
  { service, stretch }: { service: string; stretch: Stretch },
  figure: Figure,
  index: number,
): MetricDataQuery => ({
  Id: `f${index}`,
  MetricStat: {
    Metric: {
      Namespace: metricNamespace,
      MetricName: figure.metric,
      Dimensions: [{ Name: 'service', Value: service }],
    },
    Stat: figure.statistic,
    Period: periodOf(figure, stretch),
  },
});

/** A percentile comes in one value; of two halves of a stretch, the slower one is told. */
const numberOf = ({ statistic }: Figure, values: readonly number[]): number | undefined => {
  if (values.length === 0) return undefined;
  return statistic === 'Sum' ? values.reduce((sum, value) => sum + value, 0) : Math.max(...values);
};

/** Metrics in CloudWatch. `service` is the stage's, e.g. `keepsake-prod`. */
export class CloudWatchMetrics implements Metrics {
  readonly #client: CloudWatchClient;
  readonly #service: string;

  constructor(client: CloudWatchClient, service: string) {
    this.#client = client;
    this.#service = service;
  }

  async read(figures: readonly Figure[], stretch: Stretch): Promise<(number | undefined)[]> {
    const about = { service: this.#service, stretch };
    const command = new GetMetricDataCommand({
      MetricDataQueries: figures.map((figure, index) => queryOf(about, figure, index)),
      StartTime: stretch.from,
      EndTime: stretch.to,
    });
    const { MetricDataResults = [] } = await asking('read metrics', () =>
      this.#client.send(command),
    );
    const values = new Map(MetricDataResults.map(({ Id, Values = [] }) => [Id, Values]));
    return figures.map((figure, index) => numberOf(figure, values.get(`f${index}`) ?? []));
  }
}
