import { Validations } from 'aws-cdk-lib';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { replicationMinutes } from '../../core/contract.ts';
import type { ReplicaBucket } from './replica-bucket.ts';

/** Name of the one rule, and of the metrics' dimension. */
export const replicationRule = 'everything';

const statement = (actions: string[], ...resources: string[]) =>
  new PolicyStatement({ actions, resources });

/**
 * The role's rights are a resource of their own: they name the bucket, and the bucket names the
 * role.
 */
const roleFor = (bucket: Bucket, { bucketArn }: ReplicaBucket): Role => {
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
    statement(['s3:ReplicateObject', 's3:ReplicateTags'], `${bucketArn}/*`),
  ];
  const policy = new Policy(bucket, 'ReplicationRights', { statements, roles: [role] });
  Validations.of(policy).acknowledge({
    id: 'AwsSolutions-IAM5',
    reason: 'Every permanent file is replicated, and their keys are made at run time.',
  });
  return role;
};

/**
 * Replicates every new version of a bucket to the second region. Delete markers and removals are
 * not replicated: an accident here leaves the copy there. The bucket itself is not replaced.
 */
export const replicate = (bucket: Bucket, replica: ReplicaBucket): void => {
  const { roleArn } = roleFor(bucket, replica);
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
        destination: {
          bucket: replica.bucketArn,
          metrics: { status: 'Enabled', eventThreshold: { minutes: replicationMinutes } },
        },
      },
    ],
  };
};
