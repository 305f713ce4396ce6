/** The stacks that a stage can have. */
export const stackParts = [
  'Data',
  'Delivery',
  'Service',
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

/** Name of a stack, as `cdk deploy` and CloudFormation know it. */
export const stackNameOf = (stage: string, part: StackPart): string => `Keepsake-${stage}-${part}`;

/** CloudFront is everywhere and reports to N. Virginia; its alarms and web ACLs stand there. */
export const cloudFrontRegion = 'us-east-1';

/** Where a stack of a stage in `region` stands. */
export const regionOfPart = (part: StackPart, region: string, replicaRegion = region): string => {
  if (part === 'Replica') return replicaRegion;
  return part === 'EdgeAlarms' || part === 'FrontDoor' ? cloudFrontRegion : region;
};
