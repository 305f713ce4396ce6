/** A quota of AWS in us-east-1 as its document gives it; `adjustable`: AWS raises it on request. */
export type Quota = {
  name: string;
  limit: number;
  unit: string;
  adjustable: boolean;
  document: string;
};

const docs = 'https://docs.aws.amazon.com';

const quota = (
  name: string,
  limit: number,
  unit: string,
  document: string,
  adjustable = true,
): Quota => ({ name, limit, unit, adjustable, document: `${docs}/${document}` });

const dynamoDb = 'amazondynamodb/latest/developerguide/ServiceQuotas.html';
const stepFunctions = 'step-functions/latest/dg/service-quotas.html';
const s3 = 'AmazonS3/latest/userguide/optimizing-performance.html';

/** The quotas that a stage's traffic can meet: AWS's defaults, each with its document. */
export const quotas = {
  api: quota(
    'API Gateway, requests of all APIs',
    10_000,
    'a second',
    'apigateway/latest/developerguide/limits.html',
  ),
  concurrency: quota(
    'Lambda, concurrent executions (a fresh account has 10)',
    1_000,
    'at once',
    'lambda/latest/dg/gettingstarted-limits.html',
  ),
  starts: quota('Step Functions, StartExecution', 300, 'a second', stepFunctions),
  transitions: quota('Step Functions, state transitions', 5_000, 'a second', stepFunctions),
  mapChildren: quota('Step Functions, children of a Map', 10_000, 'at once', stepFunctions, false),
  s3Writes: quota(
    'S3, COPY and PUT below one prefix, until it splits',
    3_500,
    'a second',
    s3,
    false,
  ),
  s3Reads: quota(
    'S3, GET and HEAD below one prefix, until it splits',
    5_500,
    'a second',
    s3,
    false,
  ),
  tableWrites: quota('DynamoDB, write units of one table', 40_000, 'a second', dynamoDb),
  tableReads: quota('DynamoDB, read units of one table', 40_000, 'a second', dynamoDb),
  keyWrites: quota(
    'DynamoDB, write units of one key',
    1_000,
    'a second',
    'amazondynamodb/latest/developerguide/bp-partition-key-design.html',
    false,
  ),
  invocations: quota(
    'EventBridge, invocations of targets',
    18_750,
    'a second',
    'eventbridge/latest/userguide/eb-quota.html',
  ),
  distribution: quota(
    'CloudFront, requests of one distribution',
    250_000,
    'a second',
    'AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html',
  ),
  putEvents: quota(
    'EventBridge, PutEvents',
    10_000,
    'a second',
    'eventbridge/latest/userguide/eb-quota.html',
  ),
} as const;

/** A load's demand on a quota. */
export type Demand = { quota: Quota; demand: number; from: string };

/** Share of the quota in use, 1 for all of it. */
export const shareOf = ({ quota: { limit }, demand }: Demand): number => demand / limit;

/** The demands, the one that meets its quota first at the top. */
export const byShare = (demands: readonly Demand[]): Demand[] =>
  [...demands].sort((one, other) => shareOf(other) - shareOf(one));
