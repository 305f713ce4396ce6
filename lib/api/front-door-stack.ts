import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Config } from '../config-schema.ts';
import { Alarms } from '../operations/alarms.ts';
import { Alerts } from '../shared/alerts.ts';
import { useRunbook } from '../shared/runbook.ts';
import { FrontDoorDistribution } from './front-door-distribution.ts';
import type { FrontDoorSettings } from './front-door-schema.ts';
import { WebAcl } from './web-acl.ts';

type FrontDoorProps = StackProps & { config: Config; settings: FrontDoorSettings; name: string };

/** Requests refused in five minutes that are worth a look. */
const manyRefused = 1_000;

/** The way into the API, through AWS WAF. In us-east-1, where CloudFront's web ACLs are. */
export class FrontDoorStack extends Stack {
  constructor(scope: Construct, id: string, { config, settings, name, ...props }: FrontDoorProps) {
    super(scope, id, props);
    useRunbook(this, config);
    const acl = new WebAcl(this, 'WebAcl', config.stage, settings.perAddress);
    const { distributionDomainName } = new FrontDoorDistribution(this, 'Distribution', {
      stage: config.stage,
      settings,
      name,
      webAclArn: acl.attrArn,
    });
    const alerts = new Alerts(this, 'Alerts', { emails: config.alertEmails }).topic;
    const refused = {
      name: 'front-door-refuses',
      means: 'AWS WAF refused a thousand requests to the API within five minutes.',
      metric: new Metric({
        namespace: 'AWS/WAFV2',
        metricName: 'BlockedRequests',
        dimensionsMap: { WebACL: acl.metricName, Rule: 'ALL' },
        statistic: 'Sum',
        period: Duration.minutes(5),
      }),
      threshold: manyRefused,
    };
    new Alarms(this, 'Alarms', { alerts, specs: [refused] });
    new CfnOutput(this, 'frontDoorTarget', { value: distributionDomainName });
  }
}
