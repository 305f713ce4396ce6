import { quotas } from '../../../bench/aws-model/quotas.ts';
import { count, inFlight, largestGroup, rateOf, throttleOf } from './count-needs.ts';
import type { StageTemplates } from './stage-templates.ts';

/** Lists of CloudFront that say how many an account has. */
export type CloudFrontList =
  | 'distribution'
  | 'public-key'
  | 'key-group'
  | 'cache-policy?Type=custom'
  | 'response-headers-policy?Type=custom'
  | 'origin-access-control'
  | 'function';

/** A quota of an account, and a stage's need of it. */
export type QuotaNeed = {
  /** Middle of a sentence: `the stage needs 7 of 10,000 S3 buckets`. */
  what: string;
  /** Code of the service at Service Quotas, and the names that it gives the quota. */
  service: string;
  named: RegExp;
  /** AWS's default in the region that has least. */
  standard: number;
  /** Page of docs.aws.amazon.com. */
  document: string;
  need: (templates: StageTemplates) => number;
  /** How many the account has already; AWS tells it of CloudFront alone in one request. */
  has?: CloudFrontList;
};

const gateway = 'apigateway/latest/developerguide/http-api-quotas.html';
const states = 'step-functions/latest/dg/service-quotas.html';
const events = 'eventbridge/latest/userguide/eb-quota.html';
const cloudFront = 'AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html';
const dynamo = 'amazondynamodb/latest/developerguide/ServiceQuotas.html';
const watch = 'AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html';

type Row = [
  what: string,
  named: RegExp,
  standard: number,
  need: QuotaNeed['need'],
  has?: CloudFrontList,
];

const rows = (service: string, document: string, ...all: readonly Row[]): QuotaNeed[] =>
  all.map(([what, named, standard, need, has]) => ({
    ...{ what, service, document, named, standard, need },
    ...(has && { has }),
  }));

/** Quotas of an account that a stage can meet, by service. */
export const quotaNeeds: readonly QuotaNeed[] = [
  ...rows(
    'apigateway',
    gateway,
    ['requests a second of all HTTP APIs', /^Throttle rate$/, 10_000, throttleOf],
    ['routes of an HTTP API', /^Routes per HTTP API$/, 300, count('AWS::ApiGatewayV2::Route')],
    [
      'custom domain names of APIs',
      /^Custom Domain Names$/i,
      120,
      count('AWS::ApiGatewayV2::DomainName'),
    ],
  ),
  ...rows(
    'states',
    states,
    ['starts of executions a second', /^StartExecution .*refill/, 150, rateOf(quotas.starts)],
    ['state transitions a second', /^StateTransition .*refill/, 800, rateOf(quotas.transitions)],
    [
      'state machines',
      /^Registered state machines$/,
      10_000,
      count('AWS::StepFunctions::StateMachine'),
    ],
  ),
  ...rows(
    'events',
    events,
    ['event buses', /^Event buses$/, 100, count('AWS::Events::EventBus')],
    [
      'rules of one bus',
      /^Number of rules$/,
      100,
      largestGroup('AWS::Events::Rule', ({ EventBusName }) => EventBusName ?? 'default'),
    ],
    ['PutEvents a second', /^PutEvents throttle limit/, 400, rateOf(quotas.putEvents)],
    ['connections', /^Connections$/, 3_000, count('AWS::Events::Connection')],
    ['API destinations', /^Api destinations$/i, 3_000, count('AWS::Events::ApiDestination')],
  ),
  ...rows(
    'cloudfront',
    cloudFront,
    [
      'distributions',
      /^Web distributions/,
      200,
      count('AWS::CloudFront::Distribution'),
      'distribution',
    ],
    ['public keys', /^Public keys/i, 10, count('AWS::CloudFront::PublicKey'), 'public-key'],
    [
      'key groups',
      /^Key groups per (AWS )?account/i,
      10,
      count('AWS::CloudFront::KeyGroup'),
      'key-group',
    ],
    [
      'cache policies',
      /^Cache policies/i,
      20,
      count('AWS::CloudFront::CachePolicy'),
      'cache-policy?Type=custom',
    ],
    [
      'response headers policies',
      /^Response headers policies/i,
      20,
      count('AWS::CloudFront::ResponseHeadersPolicy'),
      'response-headers-policy?Type=custom',
    ],
    [
      'origin access controls',
      /^Origin access controls/i,
      100,
      count('AWS::CloudFront::OriginAccessControl'),
      'origin-access-control',
    ],
    [
      'functions of CloudFront',
      /^Functions per/i,
      100,
      count('AWS::CloudFront::Function'),
      'function',
    ],
  ),
  ...rows('wafv2', 'waf/latest/developerguide/limits.html', [
    'web ACLs of CloudFront',
    /web ACLs per account .*CloudFront/i,
    100,
    count('AWS::WAFv2::WebACL'),
  ]),
  ...rows('guardduty', 'guardduty/latest/ug/malware-protection-s3-quotas-guardduty.html', [
    'buckets that GuardDuty scans',
    /protected buckets/i,
    10,
    count('AWS::GuardDuty::MalwareProtectionPlan'),
  ]),
  ...rows('cognito-idp', 'cognito/latest/developerguide/quotas.html', [
    'user pools',
    /^User pools per account$/,
    1_000,
    count('AWS::Cognito::UserPool'),
  ]),
  ...rows('sns', 'general/latest/gr/sns.html', [
    'topics',
    /^Topics per Account$/i,
    100_000,
    count('AWS::SNS::Topic'),
  ]),
  ...rows('sqs', 'AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html', [
    'messages in flight of one queue',
    /^Inflight messages per standard queue$/i,
    120_000,
    inFlight,
  ]),
  ...rows(
    'dynamodb',
    dynamo,
    ['tables', /^Maximum number of tables$/, 2_500, count('AWS::DynamoDB::GlobalTable')],
    [
      'write units a second of one table',
      /^Table-level write throughput limit$/,
      40_000,
      rateOf(quotas.tableWrites),
    ],
    [
      'read units a second of one table',
      /^Table-level read throughput limit$/,
      40_000,
      rateOf(quotas.tableReads),
    ],
  ),
  ...rows('s3', 'general/latest/gr/s3.html', [
    'buckets',
    /^(General purpose buckets|Buckets)$/i,
    10_000,
    count('AWS::S3::Bucket'),
  ]),
  ...rows(
    'monitoring',
    watch,
    ['alarms', /alarms/i, 5_000, count('AWS::CloudWatch::Alarm')],
    ['dashboards', /dashboards/i, 5_000, count('AWS::CloudWatch::Dashboard')],
  ),
  ...rows('cloudformation', 'AWSCloudFormation/latest/UserGuide/cloudformation-limits.html', [
    'stacks',
    /^Stack count$/,
    2_000,
    (templates) => Object.keys(templates).length,
  ]),
  ...rows('iam', 'IAM/latest/UserGuide/reference_iam-quotas.html', [
    'roles',
    /^Roles per account$/,
    1_000,
    count('AWS::IAM::Role'),
  ]),
];
