import { Stack } from 'aws-cdk-lib';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Config } from '../../config-schema.ts';
import type { OwnKeys } from './own-keys-schema.ts';
import { type StageKey, stageKey } from './stage-key.ts';

/** The key of queues, topics and logs; secrets of the stage may be made with it, too. */
export const messageKey = (
  scope: Construct,
  id: string,
  config: Config & { ownKeys: OwnKeys },
): StageKey => {
  const { ownKeys } = config;
  const key = stageKey(scope, id, {
    config,
    ownKeys,
    purpose: 'messages',
    through: { services: ['sqs', 'sns', 'secretsmanager'] },
    keyArn: ownKeys.keyArn,
  });
  const { partition, account, region } = Stack.of(scope);
  const ofAccount = { StringEquals: { 'aws:SourceAccount': account } };
  // Rules put events into queues; alarms publish on the topic.
  for (const service of ['events.amazonaws.com', 'cloudwatch.amazonaws.com'])
    key.allowService({
      service,
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      conditions: ofAccount,
    });
  const logs = `arn:${partition}:logs:${region}:${account}:log-group:*`;
  key.allowService({
    service: `logs.${region}.amazonaws.com`,
    actions: [
      ...['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'],
      'kms:DescribeKey',
    ],
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logs } },
  });
  return key;
};

/**
 * Encrypts every queue, topic and log group of a stack. Set on the resources: given the key, CDK
 * would take the source's ARN out of the queues' policies.
 */
export const encryptMessages = (stack: Stack, { keyArn }: StageKey): void => {
  for (const resource of stack.node.findAll()) {
    if (resource instanceof CfnQueue) {
      resource.kmsMasterKeyId = keyArn;
      resource.sqsManagedSseEnabled = false;
      // One request to KMS an hour and sender instead of twelve.
      resource.kmsDataKeyReusePeriodSeconds = 3600;
    }
    if (resource instanceof CfnTopic) resource.kmsMasterKeyId = keyArn;
    if (resource instanceof CfnLogGroup) resource.kmsKeyId = keyArn;
  }
};
