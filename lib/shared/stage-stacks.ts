import { hash } from 'node:crypto';

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

/** S3 allows 63 characters in a bucket's name, 45 are the rest. */
const maxWordChars = 18;

/**
 * A stage as names of buckets and queues have it. A name that is cut or written otherwise ends in a
 * hash: `Shop-Europe-Files` and `Shop-Europe-Film` would be one, and the second could not be made.
 */
export const stageWord = (stage: string): string => {
  const word = stage.toLowerCase().replace(/[^a-z0-9-]/g, '-');
  if (word === stage && word.length <= maxWordChars) return word;
  return `${word.slice(0, maxWordChars - 7)}-${hash('sha256', stage, 'hex').slice(0, 6)}`;
};

/** Name of a stack, as `cdk deploy` and CloudFormation know it. */
export const stackNameOf = (stage: string, part: StackPart): string => `Keepsake-${stage}-${part}`;

/** CloudFront is everywhere and reports to N. Virginia; its alarms and web ACLs stand there. */
export const cloudFrontRegion = 'us-east-1';

/** Where a stack of a stage in `region` stands. */
export const regionOfPart = (part: StackPart, region: string, replicaRegion = region): string => {
  if (part === 'Replica') return replicaRegion;
  return part === 'EdgeAlarms' || part === 'FrontDoor' ? cloudFrontRegion : region;
};
