import type { Template } from 'aws-cdk-lib/assertions';
import { flatten, propertiesOf } from '../synthesize.ts';
import type { CalledRight } from './called-rights.ts';

// biome-ignore lint/suspicious/noExplicitAny: CloudFormation properties have no types here.
type Properties = any;

/** A call of an AWS service in its own name, which the resource's policy must allow. */
export type ServiceCall = { service: string; right: CalledRight };

const account = '111111111111';

const call = (service: string, action: string, resource: string, source: string): ServiceCall => ({
  service: `${service}.amazonaws.com`,
  right: `${action} ${resource} aws:SourceArn=${source} aws:SourceAccount=${account} aws:SecureTransport=true`,
});

const send = (queue: unknown, rule: string): ServiceCall =>
  call('events', 'sqs:SendMessage', flatten(queue as never), rule);

/** Rules put events into queues, and what they could not deliver into dead-letter queues. */
const ruleCalls = (template: Template): ServiceCall[] =>
  propertiesOf(template, 'AWS::Events::Rule').flatMap(([id, { Targets }]) =>
    (Targets as Properties[]).flatMap(({ Arn, DeadLetterConfig }) => [
      ...(/Queue>$/.test(flatten(Arn)) ? [send(Arn, `<${id}>`)] : []),
      ...(DeadLetterConfig ? [send(DeadLetterConfig.Arn, `<${id}>`)] : []),
    ]),
  );

/** Alarms tell a topic: alarms of other templates are let in as those of its own are. */
const alarmCalls = (template: Template): ServiceCall[] => {
  const topics = propertiesOf(template, 'AWS::CloudWatch::Alarm').flatMap(
    ([, { AlarmActions = [], OKActions = [] }]) => [...AlarmActions, ...OKActions].map(flatten),
  );
  const own = topics.filter((topic) => !topic.includes('.'));
  return [...new Set(own)].map((topic) =>
    call('cloudwatch', 'sns:Publish', topic, 'arn:aws:cloudwatch:alarm'),
  );
};

/** S3 delivers access logs: docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html */
const logCalls = (template: Template): ServiceCall[] =>
  propertiesOf(template, 'AWS::S3::Bucket').flatMap(([id, { LoggingConfiguration: logging }]) =>
    logging
      ? [
          call(
            'logging.s3',
            's3:PutObject',
            `${flatten(logging.DestinationBucketName)}/${logging.LogFilePrefix}*`,
            `<${id}>`,
          ),
        ]
      : [],
  );

/** Every call of a service that a template's resources cause, except CloudFront's. */
export const serviceCalls = (template: Template): ServiceCall[] =>
  [ruleCalls, alarmCalls, logCalls].flatMap((each) => each(template));

/** CloudFront reads its origins for its distribution. */
export const originCall = (bucket: string, distribution: string): ServiceCall =>
  call('cloudfront', 's3:GetObject', `${bucket}/*`, distribution);
