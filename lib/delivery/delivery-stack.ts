import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { type IOrigin, S3OriginAccessControl, Signing } from 'aws-cdk-lib/aws-cloudfront';
import { OriginGroup, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { DeliverySettings } from '../../core/contract.ts';
import type { Config } from '../config-schema.ts';
import type { ReplicaBucket } from '../replica/replica-bucket.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import { accountName } from './account-name.ts';
import { DeliveryBehaviors } from './delivery-behaviors.ts';
import { deliveryKeySecret, type KeyRing } from './delivery-keys.ts';
import { DeliveryLogs } from './delivery-logs.ts';
import { Distribution } from './distribution.ts';
import { ErrorPages } from './error-pages.ts';
import { SigningKeys } from './signing-keys.ts';

type DeliveryStackProps = StackProps & { config: Config; data: DataStack; keys: KeyRing };

/** CloudFront over the files bucket: delivers paid files to people. */
export class DeliveryStack extends Stack {
  readonly distributionId: string;
  /** The functions' signing settings: CloudFront's domain, key id, and private key's secret. */
  readonly signing: { cloudFront: NonNullable<DeliverySettings['cloudFront']>; secretName: string };

  constructor(scope: Construct, id: string, { config, data, keys, ...props }: DeliveryStackProps) {
    super(scope, id, props);
    const signingKeys = new SigningKeys(this, 'Keys', { stage: config.stage, keys });
    const distribution = this.distribution(config, data, signingKeys);
    this.distributionId = distribution.distributionId;
    const keyPairId = signingKeys.activeKeyPairId;
    this.signing = {
      cloudFront: {
        domain: config.delivery.domain?.name ?? distribution.distributionDomainName,
        keyPairId,
      },
      secretName: deliveryKeySecret(config.stage, keys[0]),
    };
    this.output({
      distributionDomain: distribution.distributionDomainName,
      distributionId: distribution.distributionId,
      activeKeyPairId: keyPairId,
    });
  }

  private distribution(
    config: Config,
    { filesBucket, replica }: DataStack,
    { group }: SigningKeys,
  ): Distribution {
    const { bucket } = new ErrorPages(this, 'ErrorPages', { logDays: config.retention.logDays });
    // The files bucket's policy is the Data stack's own affair, which cannot name this
    // distribution: see lib/storage/cloudfront-read.ts.
    const here = this.origin(filesBucket as IBucket);
    const files = replica ? this.failingOver(here, replica) : here;
    const pages = S3BucketOrigin.withOriginAccessControl(bucket as IBucket, {
      originAccessControl: this.access('PagesAccess'),
    });
    const { defaultBehavior, byPath } = new DeliveryBehaviors(this, 'Behaviors', {
      config,
      files,
      pages,
      keyGroup: group,
    });
    const logs = new DeliveryLogs(this, 'Logs', config);
    const { stage, delivery: settings } = config;
    return new Distribution(this, 'Distribution', {
      stage,
      settings,
      defaultBehavior,
      behaviors: byPath,
      logs,
    });
  }

  private access(id: string): S3OriginAccessControl {
    return new S3OriginAccessControl(this, id, {
      originAccessControlName: accountName(this, id),
      signing: Signing.SIGV4_ALWAYS,
    });
  }

  private origin(bucket: IBucket, id = 'FilesAccess') {
    const { originAccessControlId } = this.access(id);
    return S3BucketOrigin.withBucketDefaults(bucket, { originAccessControlId });
  }

  // Not by 403 or 404: a file that was erased here must not be looked for there.
  private failingOver(primaryOrigin: IOrigin, { bucketName, region }: ReplicaBucket): IOrigin {
    const bucket = Bucket.fromBucketAttributes(this, 'Replica', { bucketName, region });
    const fallbackOrigin = this.origin(bucket, 'ReplicaAccess');
    const fallbackStatusCodes = [500, 502, 503, 504];
    return new OriginGroup({ primaryOrigin, fallbackOrigin, fallbackStatusCodes });
  }

  private output(values: Record<string, string>): void {
    for (const [name, value] of Object.entries(values)) new CfnOutput(this, name, { value });
  }
}
