import { describe, expect, it } from '@jest/globals';
import { parseConfig } from '../../lib/config.ts';
import { everyStack, everythingConfig } from './every-stack.ts';

/**
 * Resource types that hold what a deployment cannot make again: files, records, identities, and the
 * secrets and keys that protect them.
 */
const stateTypes = [
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolGroup',
  'AWS::Cognito::UserPoolUser',
  'AWS::Cognito::UserPoolUserToGroupAttachment',
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::EC2::Volume',
  'AWS::EFS::FileSystem',
  'AWS::KMS::Key',
  'AWS::Kinesis::Stream',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance',
  'AWS::S3::Bucket',
  'AWS::SecretsManager::Secret',
];

/** Types of a stage that a deployment makes again as they were, or whose loss costs nothing kept. */
const replaceableTypes = [
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::ApiMapping',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::DomainName',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::Budgets::Budget',
  'AWS::CloudFront::CachePolicy',
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::KeyGroup',
  'AWS::CloudFront::MonitoringSubscription',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::CloudFront::PublicKey',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Events::ApiDestination',
  'AWS::Events::Connection',
  'AWS::Events::EventBus',
  'AWS::Events::EventBusPolicy',
  'AWS::Events::Rule',
  'AWS::GuardDuty::MalwareProtectionPlan',
  'AWS::IAM::Policy',
  'AWS::GuardDuty::MalwareProtectionPlan',
  'AWS::IAM::Role',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::SSM::Parameter',
  'AWS::Scheduler::Schedule',
  'AWS::StepFunctions::StateMachine',
  'Custom::ErrorPage',
];

/** State outside of the Data stack, and why a deletion of its stack does no harm. */
const elsewhere: Readonly<Record<string, string>> = {
  'delivery ErrorPages': 'every deployment writes the pages again',
  'delivery Logs': 'access logs, retained; they expire after retention.accessLogDays',
};

const stage = parseConfig('prod', {
  ...everythingConfig,
  payment: { ...everythingConfig.payment, senders: ['arn:aws:iam::111111111111:role/shop'] },
});

const resources = Object.entries(everyStack(stage)).flatMap(([stack, template]) =>
  Object.entries(template.toJSON().Resources as Record<string, { Type: string }>).map(
    ([id, { Type: type }]) => ({ stack, type, name: `${stack} ${id.replace(/[0-9A-F]{8}$/, '')}` }),
  ),
);

describe('state', () => {
  it('is of types that are known: every type of a stage is on one of the two lists', () => {
    const unknown = resources.filter(
      ({ type }) => !stateTypes.includes(type) && !replaceableTypes.includes(type),
    );
    expect(unknown.map(({ type }) => type)).toEqual([]);
  });

  it('lies in the Data stack alone, but for what is made again or only logged', () => {
    const outside = resources.filter(
      ({ stack, type }) => stateTypes.includes(type) && stack !== 'data',
    );
    expect(outside.map(({ name }) => name).sort()).toEqual(Object.keys(elsewhere).sort());
  });
});
