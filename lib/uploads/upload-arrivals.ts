import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { temporaryPrefix } from '../../core/contract.ts';
import type { Config } from '../config-schema.ts';
import { bucketGrants } from '../shared/bucket-grants.ts';
import { type Grant, readSettings, requestChecks } from '../shared/grants.ts';
import type { FunctionDefaults } from '../shared/node-function.ts';
import { QueueConsumer } from '../shared/queue-consumer.ts';
import { QueueWithDeadLetters, visibilityFor } from '../shared/queue-with-dead-letters.ts';
import type { StageData } from '../shared/stage-data.ts';
import { tableGrants } from '../shared/table-grants.ts';

type ArrivalsProps = {
  config: Config;
  data: StageData;
  alerts: ITopic;
  defaults: FunctionDefaults;
};

/** Lambda's own limit. A run hands the rest to the next. */
const timeoutSeconds = 900;

/**
 * The worker that reads large files, and that hears of every file that arrived: a completion that
 * got lost is made up for.
 */
export class UploadArrivals extends Construct {
  /** May ask the worker to read a file. */
  readonly requestChecks: Grant;

  constructor(scope: Construct, id: string, { config, data, alerts, defaults }: ArrivalsProps) {
    super(scope, id);
    const { queue, deadLetters } = new QueueWithDeadLetters(this, 'Arrivals', {
      alerts,
      // 6 × 900 s, five tries: seven and a half hours until a person is asked.
      visibilitySeconds: visibilityFor(timeoutSeconds),
      maxReceives: 5,
      // Clients complete their uploads at once. A completion that is still missing after this delay
      // was lost.
      delaySeconds: config.uploads.healAfterSeconds,
    });
    new Rule(this, 'ArrivalRule', {
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: {
          bucket: { name: [data.uploadsBucket.bucketName] },
          object: { key: [{ prefix: temporaryPrefix }] },
        },
      },
      targets: [new SqsQueue(queue, { deadLetterQueue: deadLetters })],
    });
    this.requestChecks = requestChecks(queue);
    const { uploads } = tableGrants(data);
    const { inspectUploads, receiveParts, discardUploads } = bucketGrants(data);
    const grants = [
      readSettings('scan'),
      uploads('GetItem', 'PutItem'),
      inspectUploads,
      receiveParts,
      discardUploads,
      this.requestChecks,
    ];
    new QueueConsumer(this, 'check-upload', {
      defaults,
      queue,
      grants,
      timeoutSeconds,
      memoryMiB: 1769,
      // 1,000 orders a minute of 25 files are 417 arrivals a second; most are complete already and
      // take 0.1 s: 42 runs. The others of the 60 read large files.
      maxConcurrency: config.consumers.arrivals,
      batchSize: 1,
    });
  }
}
