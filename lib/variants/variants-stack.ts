import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Rule, type RuleProps } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { LayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { jobEvents, uploadEvents } from '../../core/event-names.ts';
import type { Config } from '../config-schema.ts';
import { endJobs } from '../jobs/job-grants.ts';
import { bucketGrants } from '../shared/bucket-grants.ts';
import { fixedConsumers } from '../shared/consumers-schema.ts';
import { readSettings } from '../shared/grants.ts';
import { ownMetric } from '../shared/metrics.ts';
import { QueueConsumer } from '../shared/queue-consumer.ts';
import { QueueWithDeadLetters, visibilityFor } from '../shared/queue-with-dead-letters.ts';
import { useRunbook } from '../shared/runbook.ts';
import { RunbookAlarm } from '../shared/runbook-alarm.ts';
import { siblingQueueNames } from '../shared/sibling-queues.ts';
import { tableGrants } from '../shared/table-grants.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import type { ServiceStack } from '../stacks/service-stack.ts';

/** Puts the packages beside a function's code that cannot be bundled. */
export type AddPackages = (directory: string) => void;

type VariantsProps = StackProps & {
  config: Config;
  data: DataStack;
  service: ServiceStack;
  settings: NonNullable<Config['variants']>;
  addPackages: AddPackages;
};

/** A job of 25 pictures takes a minute; a film up to two. */
const timeoutSeconds = 300;

/** Jobs with this tag are the worker's. */
const jobTag = 'variants';

/** Makes smaller pictures of customers' files; a stage without this stack makes none. */
export class VariantsStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { config, data, service, settings, addPackages, ...props }: VariantsProps,
  ) {
    super(scope, id, props);
    useRunbook(this, config);
    const { bus, alerts, defaults } = service;
    const { queue, deadLetters } = new QueueWithDeadLetters(this, 'Variants', {
      alerts,
      visibilitySeconds: visibilityFor(timeoutSeconds),
      maxReceives: 5,
      names: siblingQueueNames(config.stage, 'variants'),
    });
    const targets = [new SqsQueue(queue, { deadLetterQueue: deadLetters })];
    const rule = (name: string, eventPattern: RuleProps['eventPattern']) =>
      new Rule(this, name, { eventBus: bus, targets, ...(eventPattern && { eventPattern }) });
    rule('JobRule', {
      source: [jobEvents.source],
      detailType: [jobEvents.created],
      detail: { tags: [jobTag] },
    });
    if (settings.automatic)
      rule('UploadRule', {
        source: [uploadEvents.source],
        detailType: [uploadEvents.received, uploadEvents.promoted],
        detail: { contentType: [{ prefix: 'image/' }, { prefix: 'video/' }] },
      });
    const { inspectUploads, readFiles, receiveUploads } = bucketGrants(data);
    const consumer = new QueueConsumer(this, 'make-variants', {
      defaults,
      queue,
      grants: [
        readSettings('variants'),
        ...endJobs({ data, bus }),
        tableGrants(data).uploads('GetItem', 'BatchGetItem', 'PutItem'),
        inspectUploads,
        readFiles,
        receiveUploads,
      ],
      timeoutSeconds,
      // A file of 100 MB and 100 megapixels of 4 bytes, twice while it is turned upright.
      memoryMiB: 2048,
      batchSize: 1,
      maxConcurrency: fixedConsumers.variants,
      finishBundle: addPackages,
    });
    if (settings.ffmpegLayerArn)
      consumer.lambda.addLayers(
        LayerVersion.fromLayerVersionArn(this, 'Ffmpeg', settings.ffmpegLayerArn),
      );
    new RunbookAlarm(this, 'Refused', {
      name: 'variants-refused',
      means: 'More than 100 files within an hour could not be drawn.',
      metric: ownMetric(config.stage, 'VariantsRefused', { period: Duration.hours(1) }),
      threshold: 100,
      alerts,
    });
  }
}
