import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { cloudFrontRegion } from '../shared/stage-stacks.ts';

/** A metric of a distribution; only dashboards may read it from another region, alarms may not. */
export const cloudFrontMetric = (
  distributionId: string,
  metricName: string,
  statistic: string,
): Metric =>
  new Metric({
    namespace: 'AWS/CloudFront',
    metricName,
    dimensionsMap: { DistributionId: distributionId, Region: 'Global' },
    statistic,
    period: Duration.minutes(5),
    region: cloudFrontRegion,
  });
