import { bytes, type Limit, length } from './limit.ts';
import { howMany, howManyPer, type Json, ofEach } from './measured.ts';

const gateway = 'apigateway/latest/developerguide/http-api-quotas.html';
const cloudFront = 'AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html';
const storage = 'AmazonS3/latest/userguide/BucketRestrictions.html';
const policies = 'AmazonS3/latest/userguide/bucket-policies.html';
const dynamo = 'amazondynamodb/latest/developerguide/ServiceQuotas.html';
const events = 'eventbridge/latest/userguide/eb-quota.html';
const states = 'step-functions/latest/dg/service-quotas.html';
const store = 'general/latest/gr/ssm.html';
const bucketQuotas = 'general/latest/gr/s3.html';
const names = 'AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html';
const queues = 'AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html';

const behaviors = ({ DistributionConfig: { CacheBehaviors = [] } }: Json): number =>
  CacheBehaviors.length + 1;

/** Limits of the services that take requests, and of those that keep and pass things on. */
export const serviceLimits: readonly Limit[] = [
  {
    name: 'routes of an API',
    document: gateway,
    limit: 300,
    now: 103,
    measure: howMany('AWS::ApiGatewayV2::Route'),
  },
  {
    name: 'integrations of an API',
    document: gateway,
    limit: 300,
    now: 15,
    measure: howMany('AWS::ApiGatewayV2::Integration'),
  },
  {
    name: 'authorizers of an API',
    document: gateway,
    limit: 10,
    now: 1,
    measure: howMany('AWS::ApiGatewayV2::Authorizer'),
  },
  {
    name: 'cache behaviors of a distribution',
    document: cloudFront,
    limit: 75,
    now: 11,
    measure: ofEach('AWS::CloudFront::Distribution', behaviors),
  },
  {
    name: 'keys of a key group',
    document: cloudFront,
    limit: 5,
    now: 2,
    measure: ofEach(
      'AWS::CloudFront::KeyGroup',
      ({ KeyGroupConfig }) => KeyGroupConfig.Items.length,
    ),
  },
  {
    name: 'public keys of an account',
    document: cloudFront,
    limit: 10,
    now: 2,
    measure: howMany('AWS::CloudFront::PublicKey'),
  },
  {
    name: 'key groups of an account',
    document: cloudFront,
    limit: 10,
    now: 1,
    measure: howMany('AWS::CloudFront::KeyGroup'),
  },
  {
    name: 'cache policies of an account',
    document: cloudFront,
    limit: 20,
    now: 2,
    measure: howMany('AWS::CloudFront::CachePolicy'),
  },
  {
    name: 'response headers policies of an account',
    document: cloudFront,
    limit: 20,
    now: 4,
    measure: howMany('AWS::CloudFront::ResponseHeadersPolicy'),
  },
  {
    name: 'origin access controls of an account',
    document: cloudFront,
    limit: 100,
    now: 2,
    measure: howMany('AWS::CloudFront::OriginAccessControl'),
  },
  {
    name: 'functions of CloudFront of an account',
    document: cloudFront,
    limit: 100,
    now: 2,
    measure: howMany('AWS::CloudFront::Function'),
  },
  {
    name: 'buckets of an account',
    document: bucketQuotas,
    limit: 10_000,
    now: 7,
    measure: howMany('AWS::S3::Bucket'),
  },
  {
    name: 'bytes of a bucket policy',
    document: policies,
    limit: 20_480,
    now: 1_200,
    measure: ofEach('AWS::S3::BucketPolicy', ({ PolicyDocument }) => bytes(PolicyDocument)),
  },
  {
    name: 'lifecycle rules of a bucket',
    document: storage,
    limit: 1_000,
    now: 4,
    measure: ofEach(
      'AWS::S3::Bucket',
      ({ LifecycleConfiguration }) => LifecycleConfiguration?.Rules.length ?? 0,
    ),
  },
  {
    name: 'indexes of a table',
    document: dynamo,
    limit: 20,
    now: 6,
    measure: ofEach(
      'AWS::DynamoDB::GlobalTable',
      ({ GlobalSecondaryIndexes = [] }) => GlobalSecondaryIndexes.length,
    ),
  },
  {
    name: 'tables of an account',
    document: dynamo,
    limit: 2_500,
    now: 10,
    measure: howMany('AWS::DynamoDB::GlobalTable'),
  },
  {
    name: 'rules of a bus',
    document: events,
    limit: 300,
    now: 3,
    measure: howManyPer('AWS::Events::Rule', ({ EventBusName }) => EventBusName ?? 'default'),
  },
  {
    name: 'targets of a rule',
    document: events,
    limit: 5,
    now: 1,
    measure: ofEach('AWS::Events::Rule', ({ Targets = [] }) => Targets.length),
  },
  {
    name: 'characters of an event pattern',
    document: events,
    limit: 2_048,
    now: 258,
    measure: ofEach('AWS::Events::Rule', ({ EventPattern }) => length(EventPattern)),
  },
  {
    name: 'bytes of a state machine',
    document: states,
    limit: 1_048_576,
    now: 9_300,
    measure: ofEach('AWS::StepFunctions::StateMachine', ({ DefinitionString }) =>
      bytes(DefinitionString),
    ),
  },
  {
    name: 'characters of a state machine’s name',
    document: states,
    limit: 80,
    now: 0,
    measure: ofEach('AWS::StepFunctions::StateMachine', ({ StateMachineName }) =>
      length(StateMachineName),
    ),
  },
  {
    name: 'characters of a name in the parameter store',
    document: store,
    limit: 1_011,
    now: 78,
    measure: ofEach('AWS::SSM::Parameter', ({ Name }) => length(Name)),
  },
  {
    name: 'parameters of an account',
    document: store,
    limit: 10_000,
    now: 85,
    measure: howMany('AWS::SSM::Parameter'),
  },
  {
    name: 'characters of a log group’s name',
    document: names,
    limit: 512,
    now: 60,
    measure: ofEach('AWS::Logs::LogGroup', ({ LogGroupName }) => length(LogGroupName)),
  },
  {
    name: 'bytes of a queue policy',
    document: queues,
    limit: 8_192,
    now: 1_100,
    measure: ofEach('AWS::SQS::QueuePolicy', ({ PolicyDocument }) => bytes(PolicyDocument)),
  },
];
