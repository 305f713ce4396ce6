/**
 * A host's app with two Keepsakes: one in the host's stack, below its permissions boundary and its
 * aspects, and one of its own.
 */
import { Keepsake, type KeepsakeProps } from '@keepsake/cdk';
import { App, Aspects, CfnOutput, CfnResource, PermissionsBoundary, Stack } from 'aws-cdk-lib';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';

const app = new App();
const permissionsBoundary = PermissionsBoundary.fromName('bounded');
const settings: KeepsakeProps = {
  allowedOrigins: ['https://shop.example.com'],
  delivery: { enabled: false },
  observability: { enabled: false },
};

for (const name of ['Shop', 'Archive']) {
  const stack = new Stack(app, name, name === 'Shop' ? { permissionsBoundary } : {});
  const keepsake = new Keepsake(stack, 'Files', settings);
  const done = new Queue(stack, 'Done');
  keepsake.onCompleted(new SqsQueue(done));
  new CfnOutput(stack, 'api', { value: keepsake.api.httpApi.apiId });
  new CfnOutput(stack, 'bus', { value: keepsake.orders.bus.eventBusName });
  new CfnOutput(stack, 'done', { value: done.queueUrl });
}

Aspects.of(app).add({
  visit: (node) => {
    if (CfnResource.isCfnResource(node) && node.cfnResourceType === 'AWS::SQS::Queue')
      node.addPropertyOverride('MessageRetentionPeriod', 77_777);
  },
});
