import {
  type CloudWatchClient,
  type GetMetricDataCommandInput,
  type MetricDataQuery,
  type MetricDataResult,
  paginateGetMetricData,
} from '@aws-sdk/client-cloudwatch';
import { TransientFault } from '../../core/errors.ts';
import { metricNamespace } from '../../core/metric-names.ts';
import type { Figure } from '../../core/operations/model/figure.ts';
import type { Metrics } from '../../core/operations/ports.ts';
import { asking } from '../aws/aws-errors.ts';

type Stretch = { from: Date; to: Date };

/** CloudWatch keeps sums of five minutes for 63 days. */
const sumSeconds = 300;

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
    const results = await asking('read metrics', () =>
      this.#results({
        MetricDataQueries: figures.map((figure, index) => queryOf(about, figure, index)),
        StartTime: stretch.from,
        EndTime: stretch.to,
      }),
    );
    return figures.map((figure, index) => {
      const parts = results.filter(({ Id }) => Id === `f${index}`);
      assertComplete(figure, parts.at(-1));
      return numberOf(
        figure,
        parts.flatMap(({ Values = [] }) => Values),
      );
    });
  }

  async #results(input: GetMetricDataCommandInput): Promise<MetricDataResult[]> {
    const found: MetricDataResult[] = [];
    const pages = paginateGetMetricData({ client: this.#client }, input);
    for await (const { MetricDataResults = [] } of pages) found.push(...MetricDataResults);
    return found;
  }
}

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

/**
 * Sums add up, so they are asked for in five minutes: however CloudWatch aligns its periods, none
 * reaches out of the stretch. Percentiles do not add up: one period is the whole stretch.
 */
const periodOf = ({ statistic }: Figure, stretch: Stretch): number =>
  statistic === 'Sum' ? sumSeconds : lengthSeconds(stretch);

const lengthSeconds = ({ from, to }: Stretch): number => (to.getTime() - from.getTime()) / 1000;

/** A metric that could not be read has no values, as one has that nothing was counted in. */
const assertComplete = ({ metric }: Figure, last: MetricDataResult | undefined): void => {
  const { StatusCode: status = 'Complete' } = last ?? {};
  if (status === 'Complete') return;
  throw new TransientFault(`CloudWatch answered ${status} for ${metric}. Ask again later.`, {
    context: { metric, status },
  });
};

/** A percentile is one value; of a stretch's two halves, the slower one counts. */
const numberOf = ({ statistic }: Figure, values: readonly number[]): number | undefined => {
  if (values.length === 0) return undefined;
  return statistic === 'Sum' ? values.reduce((sum, value) => sum + value, 0) : Math.max(...values);
};
