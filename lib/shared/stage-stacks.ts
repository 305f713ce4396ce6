/** The stacks that a stage can have. */
export const stackParts = [
  'Data',
  'Delivery',
  'Service',
  'Refunds',
  'Webhooks',
  'Observability',
  'EdgeAlarms',
  'Console',
] as const;

export type StackPart = (typeof stackParts)[number];

/** Name of a stack, as `cdk deploy` and CloudFormation know it. */
export const stackNameOf = (stage: string, part: StackPart): string => `Keepsake-${stage}-${part}`;

/** CloudFront is everywhere and reports to N. Virginia; its alarms stand there. */
export const cloudFrontRegion = 'us-east-1';
