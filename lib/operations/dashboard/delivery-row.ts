import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { cloudFrontMetric } from '../cloudfront-metrics.ts';
import { graph } from './widgets.ts';

/** CloudFront, which reports to us-east-1. Its hit rate is one of the additional metrics. */
export const deliveryRow = (distributionId: string): IWidget[] => [
  graph(
    'CloudFront: cache hit rate, %',
    [cloudFrontMetric(distributionId, 'CacheHitRate', 'Average')],
    {
      leftYAxis: { min: 0, max: 100 },
    },
  ),
  graph('CloudFront: requests', [cloudFrontMetric(distributionId, 'Requests', 'Sum')]),
  graph('CloudFront: errors, %', [
    cloudFrontMetric(distributionId, '4xxErrorRate', 'Average'),
    cloudFrontMetric(distributionId, '5xxErrorRate', 'Average'),
  ]),
];
