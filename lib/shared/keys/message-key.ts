import { Stack } from 'aws-cdk-lib';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Config } from '../../config-schema.ts';
import { OwnKey } from './own-key.ts';
import type { OwnKeys } from './own-keys-schema.ts';

/** The key of queues, topics and logs; secrets of the stage may be made with it, too. */
export class MessageKey extends OwnKey {
  constructor(scope: Construct, id: string, config: Config & { ownKeys: OwnKeys }) {
    const through = ['sqs', 'sns', 'secretsmanager'];
    super(scope, id, { config, ownKeys: config.ownKeys, purpose: 'messages', through });
    const { partition, account, region } = Stack.of(this);
    const ofAccount = { StringEquals: { 'aws:SourceAccount': account } };
    // Rules put events into queues; alarms publish on the topic.
    for (const sender of ['events.amazonaws.com', 'cloudwatch.amazonaws.com'])
      this.allowService(sender, ['kms:Decrypt', 'kms:GenerateDataKey*'], ofAccount);
    const logs = `arn:${partition}:logs:${region}:${account}:log-group:*`;
    this.allowService(
      `logs.${region}.amazonaws.com`,
      ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logs } },
    );
  }

  /**
   * Encrypts every queue, topic and log group of a stack. Set on the resources: told of the key,
   * CDK would take the source's ARN out of the queues' policies.
   */
  encrypt(stack: Stack): void {
    for (const resource of stack.node.findAll()) {
      if (resource instanceof CfnQueue) {
        resource.kmsMasterKeyId = this.keyArn;
        resource.sqsManagedSseEnabled = false;
        // One request to KMS an hour and sender instead of twelve.
        resource.kmsDataKeyReusePeriodSeconds = 3600;
      }
      if (resource instanceof CfnTopic) resource.kmsMasterKeyId = this.keyArn;
      if (resource instanceof CfnLogGroup) resource.kmsKeyId = this.keyArn;
    }
  }
}
