/** `stops`: the app refuses to deploy; otherwise it warns and continues. */
export type StageProblem = { id: string; message: string; stops: boolean };

/** The region of a deployment, and the parts that depend on it. */
export type DeploymentFacts = {
  stage: string;
  /** Absent where the CDK found no account to ask. */
  region?: string | undefined;
  delivers: boolean;
  /** Uploads go through S3 Transfer Acceleration. */
  accelerates?: boolean;
  /** Region in which the signing keys were made, if their file says so. */
  keysRegion?: string | undefined;
};

/**
 * Regions that an account must opt into. CloudFront delivers no access logs to buckets there.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html
 */
const optInRegions = new Set([
  ...['af-south-1', 'ap-east-1', 'ap-east-2', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4'],
  ...['ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7', 'ca-west-1', 'eu-central-2'],
  ...['eu-south-1', 'eu-south-2', 'il-central-1', 'me-central-1', 'me-south-1', 'mx-central-1'],
]);

/**
 * Regions whose buckets S3 accelerates.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/transfer-acceleration.html
 */
const acceleratedRegions = new Set([
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1'],
  ...['eu-central-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'ap-south-1', 'ap-northeast-1'],
  ...['ap-northeast-2', 'ap-southeast-1', 'ap-southeast-2'],
]);

/** Why a stage cannot lie where it is to be deployed, or what may be refused there. */
export const regionProblems = (facts: DeploymentFacts): StageProblem[] => {
  const { region, delivers, keysRegion = region, accelerates = false } = facts;
  if (region === undefined) return [];
  if (isOtherPartition(region))
    return [{ id: 'otherPartition', message: otherPartition(region), stops: true }];
  return [
    ...(delivers && optInRegions.has(region)
      ? [{ id: 'optInRegion', message: optIn(facts), stops: true }]
      : []),
    ...(delivers && keysRegion !== region
      ? [{ id: 'otherRegion', message: collision(facts), stops: true }]
      : []),
    ...(accelerates && !acceleratedRegions.has(region)
      ? [{ id: 'notAccelerated', message: notAccelerated(facts), stops: false }]
      : []),
  ];
};

/** China, GovCloud and the isolated partitions. */
const isOtherPartition = (region: string): boolean => /^(cn|us-gov|us-iso|eu-isoe)/.test(region);

const otherPartition = (region: string): string =>
  `Keepsake is not deployed to ${region}: it supports the commercial AWS regions, not China or ` +
  'GovCloud. Choose another region (AWS_REGION).';

const optIn = ({ stage, region }: DeploymentFacts): string =>
  `CloudFront writes no access logs to buckets in ${region}, which is an opt-in region. Deploy ` +
  `stage '${stage}' to another region (AWS_REGION), or set delivery.enabled to false in ` +
  'lib/config.ts.';

const collision = ({ stage, region, keysRegion }: DeploymentFacts): string =>
  `Stage '${stage}' lies in ${keysRegion}, where its signing keys were made, and not in ` +
  `${region}. CloudFront, budgets and dashboards are named per account: use ` +
  `AWS_REGION=${keysRegion}, or add another stage to lib/config.ts for ${region}.`;

const notAccelerated = ({ stage, region }: DeploymentFacts): string =>
  `uploads.accelerate of stage '${stage}': AWS does not list ${region} as a region of S3 ` +
  'Transfer Acceleration. S3 may refuse the deployment: then leave the setting out.';
