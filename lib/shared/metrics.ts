import { Duration } from 'aws-cdk-lib';
import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import {
  type BatchMetricName,
  type MetricName,
  metricNamespace,
  servicePrefix,
} from '../../core/metric-names.ts';

/** The dimension of every metric a stage's functions emit. */
export const serviceOf = (stage: string): string => `${servicePrefix}${stage}`;

/** One of our own metrics, as the functions of this stage emit it. */
export const ownMetric = (
  stage: string,
  metricName: MetricName | BatchMetricName,
  options: MetricOptions = {},
): Metric =>
  new Metric({
    namespace: metricNamespace,
    metricName,
    dimensionsMap: { service: serviceOf(stage) },
    statistic: 'Sum',
    period: Duration.minutes(5),
    ...options,
  });
