/** The stacks that a stage can have. */
export const stackParts = [
  'Data',
  'Delivery',
  'Service',
  'Operators',
  'Refunds',
  'Webhooks',
  'Replica',
  'Variants',
  'Observability',
  'EdgeAlarms',
  'FrontDoor',
  'Console',
] as const;

export type StackPart = (typeof stackParts)[number];

/** A stage as names of buckets and queues have it: S3 allows 63 characters, 45 are the rest. */
export const stageWord = (stage: string): string =>
  stage
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, '-')
    .slice(0, 18);

/** Name of a stack, as `cdk deploy` and CloudFormation know it. */
export const stackNameOf = (stage: string, part: StackPart): string => `Keepsake-${stage}-${part}`;

/** CloudFront is everywhere and reports to N. Virginia; its alarms and web ACLs stand there. */
export const cloudFrontRegion = 'us-east-1';

/** Where a stack of a stage in `region` stands. */
export const regionOfPart = (part: StackPart, region: string, replicaRegion = region): string => {
  if (part === 'Replica') return replicaRegion;
  return part === 'EdgeAlarms' || part === 'FrontDoor' ? cloudFrontRegion : region;
};
