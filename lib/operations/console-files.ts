import { type CfnResource, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { privateBucket } from '../shared/private-bucket.ts';

/** The console's bucket. Only its distribution reads it; a deployment writes it. */
export class ConsoleFiles extends Construct {
  readonly bucket: Bucket;
  private readonly writerLogs: LogGroup;

  constructor(scope: Construct, id: string, { logDays }: { logDays: number }) {
    super(scope, id);
    // The group that Lambda makes by itself never expires.
    this.writerLogs = new LogGroup(this, 'WriterLogs', {
      retention: logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // CloudFormation deletes no bucket that holds files: the stack could neither be removed nor,
    // when its creation fails, be made again. Each deployment rebuilds its content.
    this.bucket = new Bucket(this, 'Bucket', {
      ...privateBucket,
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
    });
    this.#logEmptying();
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Only CloudFront reads it, and CloudFront keeps access logs.',
    });
  }

  /**
   * Writes the built console in `folder` and the stage's settings. Files of earlier deployments
   * stay: a console that is open loads its screens by their old names.
   */
  fill(folder: string, settings: object): void {
    const shared = {
      destinationBucket: this.bucket as IBucket,
      logGroup: this.writerLogs,
      prune: false,
    };
    const assets = new BucketDeployment(this, 'Assets', {
      ...shared,
      sources: [Source.asset(folder, { exclude: ['index.html'] })],
      cacheControl: [
        CacheControl.setPublic(),
        CacheControl.maxAge(Duration.days(365)),
        CacheControl.immutable(),
      ],
    });
    const page = new BucketDeployment(this, 'Page', {
      ...shared,
      sources: [
        Source.asset(folder, { exclude: ['assets', 'icon.svg'] }),
        Source.jsonData('config.json', settings),
      ],
      cacheControl: [CacheControl.noCache()],
    });
    // The page names files that must be there.
    page.node.addDependency(assets);
    this.#acknowledgeWriter();
  }

  /** The CDK's own function that empties the bucket writes where the one that fills it does. */
  #logEmptying(): void {
    const emptier = Stack.of(this).node.findChild(
      'Custom::S3AutoDeleteObjectsCustomResourceProvider',
    );
    const handler = emptier.node.findChild('Handler') as CfnResource;
    handler.addPropertyOverride('LoggingConfig', { LogGroup: this.writerLogs.logGroupName });
  }

  /** The CDK's own function, one per stack, which unpacks files into buckets. */
  #acknowledgeWriter(): void {
    const writers = Stack.of(this).node.children.filter(({ node }) =>
      node.id.startsWith('Custom::CDKBucketDeployment'),
    );
    const reason = 'The CDK makes it. It writes the console’s files, at deployment only.';
    for (const writer of writers)
      for (const id of ['AwsSolutions-IAM4', 'AwsSolutions-IAM5', 'AwsSolutions-L1'])
        Validations.of(writer).acknowledge({ id, reason });
  }
}
