import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  AwsCustomResource,
  type AwsSdkCall,
  PhysicalResourceId,
} from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { privateBucket } from '../shared/private-bucket.ts';
import { type ErrorPage, errorPages, errorPagesPrefix } from './error-page-texts.ts';

type ErrorPagesProps = { logDays: number };

/**
 * A tiny bucket with our error pages, so that nothing but the saga ever writes to the files bucket;
 * docs/decisions/0011 says why.
 */
export class ErrorPages extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { logDays }: ErrorPagesProps) {
    super(scope, id);
    this.bucket = this.createBucket();
    const logGroup = new LogGroup(this, 'Logs', {
      retention: logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = this.role(logGroup);
    for (const page of errorPages) this.upload(page, { logGroup, role });
  }

  private createBucket(): Bucket {
    const bucket = new Bucket(this, 'Pages', {
      ...privateBucket,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const reason = 'Only CloudFront reads it, and CloudFront keeps access logs.';
    Validations.of(bucket).acknowledge({ id: 'AwsSolutions-S1', reason });
    return bucket;
  }

  private upload({ name, html }: ErrorPage, props: { logGroup: LogGroup; role: Role }): void {
    const object = { Bucket: this.bucket.bucketName, Key: `${errorPagesPrefix}${name}` };
    const call = (action: string, parameters: object): AwsSdkCall => ({
      service: 'S3',
      action,
      parameters,
      physicalResourceId: PhysicalResourceId.of(object.Key),
      outputPaths: ['ETag'],
    });
    const content = {
      Body: html,
      ContentType: 'text/html; charset=utf-8',
      CacheControl: 'no-store',
    };
    const resource = new AwsCustomResource(this, name.split('.')[0] ?? name, {
      resourceType: 'Custom::ErrorPage',
      onUpdate: call('PutObject', { ...object, ...content }),
      // Its own page and nothing else: an empty bucket can be deleted.
      onDelete: { ...call('DeleteObject', object), outputPaths: ['DeleteMarker'] },
      installLatestAwsSdk: false,
      ...props,
    });
    resource.node.addDependency(props.role);
  }

  private role({ logGroupArn }: LogGroup): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    const pages = this.bucket.arnForObjects(`${errorPagesPrefix}*`);
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroupArn],
      }),
    );
    role.addToPolicy(
      new PolicyStatement({ actions: ['s3:PutObject', 's3:DeleteObject'], resources: [pages] }),
    );
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5',
      reason: 'The role writes our error pages below one prefix, at deployment only.',
    });
    return role;
  }
}
