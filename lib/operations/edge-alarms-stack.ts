import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../config-schema.ts';
import { Alerts } from '../shared/alerts.ts';
import { useRunbook } from '../shared/runbook.ts';
import { Alarms } from './alarms.ts';
import { cloudFrontMetric } from './cloudfront-metrics.ts';

/** CloudFront's alarms need its id before there is a reference to it: decision 15. */
export const hasEdgeAlarms = ({ observability, delivery }: Config): boolean =>
  observability.enabled && delivery.enabled && delivery.distributionId !== undefined;

type EdgeAlarmsProps = StackProps & { config: Config; distributionId: string };

/** CloudFront's alarms. Alarm and topic must be where its metrics are: in us-east-1. */
export class EdgeAlarmsStack extends Stack {
  constructor(scope: Construct, id: string, { config, distributionId, ...props }: EdgeAlarmsProps) {
    super(scope, id, props);
    useRunbook(this, config);
    const alerts = new Alerts(this, 'Alerts', { emails: config.alertEmails }).topic;
    const errors = {
      name: 'delivery-errors',
      means: 'CloudFront answers more than one request in a hundred with 5xx.',
      metric: cloudFrontMetric(distributionId, '5xxErrorRate', 'Average'),
      threshold: 1,
      evaluationPeriods: 3,
    };
    new Alarms(this, 'Alarms', { alerts, specs: [errors] });
  }
}
