import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { allow, type Grant } from '../shared/grants.ts';

/**
 * Grants to see metrics and alarms, as narrow as CloudWatch knows them. Reading metrics has no
 * resource to name. A list of alarms by prefix is a call on every alarm of a region.
 */
export const watchGrants = (
  scope: IConstruct,
  { service, otherRegions }: { service: string; otherRegions: readonly string[] },
): { metrics: Grant; alarms: Grant } => {
  const stack = Stack.of(scope);
  const regions = [...new Set([stack.region, ...otherRegions])];
  const env = { SERVICE_NAME: service };
  return {
    metrics: { env, allow: [allow(['cloudwatch:GetMetricData'], '*')] },
    alarms: {
      env: { ...env, ALARM_REGIONS: regions.join(' ') },
      allow: [
        allow(['cloudwatch:DescribeAlarms'], ...regions.map((region) => alarmsIn(stack, region))),
      ],
    },
  };
};

const alarmsIn = (stack: Stack, region: string): string =>
  stack.formatArn({
    region,
    service: 'cloudwatch',
    resource: 'alarm',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
