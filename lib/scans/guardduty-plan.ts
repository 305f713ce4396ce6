import { Stack, Validations } from 'aws-cdk-lib';
import { CfnMalwareProtectionPlan } from 'aws-cdk-lib/aws-guardduty';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { allow } from '../shared/grants.ts';
import type { StageData } from '../shared/stage-data.ts';

const service = 'malware-protection-plan.guardduty.amazonaws.com';

/** GuardDuty puts this object to prove that it may, and takes it away again. */
const validationObject = 'malware-protection-resource-validation-object';

type PlanProps = {
  bucket: StageData['filesBucket'];
  /** GuardDuty scans every object below it as it comes in. */
  prefix: string;
  /** Objects that GuardDuty may read: on demand it scans beyond the prefix. */
  readable: string;
};

/**
 * Has GuardDuty scan objects of a bucket. Its role has what AWS asks for without tags, and reads
 * nothing else: "Create or update IAM role policy" in GuardDuty's guide.
 */
export class GuardDutyPlan extends Construct {
  constructor(scope: Construct, id: string, { bucket, prefix, readable }: PlanProps) {
    super(scope, id);
    const rules = Stack.of(this).formatArn({
      service: 'events',
      resource: 'rule',
      resourceName: 'DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*',
    });
    const { bucketArn } = bucket;
    const statements = [
      {
        ...allow(
          ['events:DeleteRule', 'events:PutRule', 'events:PutTargets', 'events:RemoveTargets'],
          rules,
        ),
        conditions: { StringLike: { 'events:ManagedBy': service } },
      },
      allow(['events:DescribeRule', 'events:ListTargetsByRule'], rules),
      allow(['s3:GetBucketNotification', 's3:PutBucketNotification', 's3:ListBucket'], bucketArn),
      allow(['s3:PutObject'], bucket.arnForObjects(validationObject)),
      allow(['s3:GetObject', 's3:GetObjectVersion'], bucket.arnForObjects(readable)),
    ];
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal(service),
      inlinePolicies: {
        own: new PolicyDocument({
          statements: statements.map((statement) => new PolicyStatement(statement)),
        }),
      },
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5',
      reason: 'GuardDuty names its rules itself, and object keys are made at run time.',
    });
    new CfnMalwareProtectionPlan(this, 'Plan', {
      role: role.roleArn,
      protectedResource: {
        s3Bucket: { bucketName: bucket.bucketName, objectPrefixes: [prefix] },
      },
    });
  }
}
