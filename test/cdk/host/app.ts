/** An app that has Keepsake twice, and prints its templates by stack as JSON. */
import { Keepsake, type KeepsakeProps } from '@keepsake/cdk';
import {
  App,
  Aspects,
  CfnOutput,
  CfnResource,
  PermissionsBoundary,
  Stack,
  Tags,
} from 'aws-cdk-lib';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';

const props: KeepsakeProps & { outdir: string } = JSON.parse(process.argv[2] ?? '');
const { outdir, ...asOurApp } = props;
const app = new App({ outdir, analyticsReporting: false });
const env = { account: '111111111111', region: 'eu-central-1' };

const shop = new Stack(app, 'Shop', {
  env,
  permissionsBoundary: PermissionsBoundary.fromName('bounded'),
});
const files = new Keepsake(shop, 'Files', {
  allowedOrigins: ['https://shop.example.com'],
  retention: { logDays: 30 },
  ownKeys: {
    keyArn: 'arn:aws:kms:eu-central-1:111111111111:key/0b2f6a1e-5f0e-4c8e-9d2a-3f1c7b9e4d10',
  },
});
const done = new Queue(shop, 'Done');
files.onCompleted(new SqsQueue(done));
files.onCompleted(new SqsQueue(done));
files.onFailed(new SqsQueue(done));
new CfnOutput(shop, 'Bucket', { value: files.files.bucket.bucketName });
new CfnOutput(shop, 'Api', { value: files.api.url });

Aspects.of(shop).add({
  visit: (node) => {
    if (CfnResource.isCfnResource(node) && node.cfnResourceType === 'AWS::SQS::Queue')
      node.addPropertyOverride('KmsMasterKeyId', 'alias/of-the-host');
  },
});
Tags.of(shop).add('team', 'shop');

new Keepsake(app, 'Own', { ...asOurApp, env });

const templates = app
  .synth()
  .stacksRecursively.map(({ stackName, template, tags }) => [stackName, { template, tags }]);
process.stdout.write(JSON.stringify(Object.fromEntries(templates)));
