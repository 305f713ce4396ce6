import { Stack, Validations } from 'aws-cdk-lib';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { replicationMinutes } from '../../core/contract.ts';
import type { ReplicaKey } from '../shared/keys/replica-key.ts';
import type { StageKey } from '../shared/keys/stage-key.ts';
import type { ReplicaBucket } from './replica-bucket.ts';

/** Name of the one rule, and of the metrics' dimension. */
export const replicationRule = 'everything';

/** The keys: what the bucket is encrypted with, and what the copies will be. */
type Keys = { here: StageKey; there: ReplicaKey };

type Target = { replica: ReplicaBucket; keys?: Keys | undefined };

/**
 * Replicates every new version of a bucket to the second region. Delete markers and removals are
 * not replicated: an accident here leaves the copy there. The bucket itself is not replaced.
 */
export const replicate = (bucket: Bucket, { replica, keys }: Target): void => {
  const { roleArn } = roleFor(bucket, { replica, keys });
  const cfn = bucket.node.defaultChild as CfnBucket;
  cfn.replicationConfiguration = {
    role: roleArn,
    rules: [
      {
        id: replicationRule,
        status: 'Enabled',
        priority: 1,
        filter: { prefix: '' },
        deleteMarkerReplication: { status: 'Disabled' },
        // By default, S3 leaves out what is encrypted with a KMS key.
        ...(keys && { sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: 'Enabled' } } }),
        destination: {
          bucket: replica.bucketArn,
          ...(keys && { encryptionConfiguration: { replicaKmsKeyId: keys.there.arn } }),
          metrics: { status: 'Enabled', eventThreshold: { minutes: replicationMinutes } },
        },
      },
    ],
  };
};

/** A resource of its own: the role's rights name the bucket, and the bucket the role. */
const roleFor = (bucket: Bucket, { replica, keys }: Target): Role => {
  const role = new Role(bucket, 'Replication', {
    assumedBy: new ServicePrincipal('s3.amazonaws.com'),
  });
  const statements = [
    statement(['s3:GetReplicationConfiguration', 's3:ListBucket'], bucket.bucketArn),
    statement(
      ['s3:GetObjectVersionForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging'],
      bucket.arnForObjects('*'),
    ),
    // Not ReplicateDelete: what is removed there is removed by Keepsake itself.
    statement(['s3:ReplicateObject', 's3:ReplicateTags'], `${replica.bucketArn}/*`),
    ...(keys ? useKeys(bucket, replica, keys) : []),
  ];
  const policy = new Policy(bucket, 'ReplicationRights', { statements, roles: [role] });
  Validations.of(policy).acknowledge({
    id: 'AwsSolutions-IAM5',
    reason: 'Every permanent file is replicated, and their keys are made at run time.',
  });
  return role;
};

const statement = (actions: string[], ...resources: string[]) =>
  new PolicyStatement({ actions, resources });

/** Reads what is encrypted here; encrypts there, and checks the bucket key that it encrypts by. */
const useKeys = (bucket: Bucket, { bucketArn }: ReplicaBucket, { here, there }: Keys) => {
  const { partition, account, region } = Stack.of(bucket);
  return [
    new PolicyStatement({
      actions: ['kms:Decrypt'],
      resources: [here.keyArn],
      conditions: through(region, bucket.bucketArn),
    }),
    new PolicyStatement({
      actions: ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:Decrypt'],
      // A policy cannot name a key by its alias as a resource.
      resources: [
        there.alias === undefined
          ? there.arn
          : `arn:${partition}:kms:${there.region}:${account}:key/*`,
      ],
      conditions: {
        ...through(there.region, bucketArn),
        ...(there.alias !== undefined && {
          'ForAnyValue:StringEquals': { 'kms:ResourceAliases': there.alias },
        }),
      },
    }),
  ];
};

/**
 * The right to use a key through S3 for one bucket. With bucket keys the encryption context is the
 * bucket, without them the object.
 */
const through = (region: string, bucketArn: string) => ({
  StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` },
  StringLike: { 'kms:EncryptionContext:aws:s3:arn': [bucketArn, `${bucketArn}/*`] },
});
