import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { type IFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { uploadEvents } from '../../core/event-names.ts';
import { DeadLetterQueue } from '../shared/dead-letter-queue.ts';
import { consumeStream, type Grant, publishEvents, readSettings } from '../shared/grants.ts';
import { type FunctionDefaults, NodeFunction } from '../shared/node-function.ts';
import { RunbookAlarm } from '../shared/runbook-alarm.ts';
import type { StageData } from '../shared/stage-data.ts';
import { tableGrants } from '../shared/table-grants.ts';

type CounterProps = {
  data: StageData;
  bus: EventBus;
  alerts: ITopic;
  defaults: FunctionDefaults;
};

/**
 * Feeds the stats from the stream of the uploads table, and gives quotas back. Telling it something
 * twice changes nothing.
 */
export class UploadCounter extends Construct {
  constructor(scope: Construct, id: string, { data, bus, alerts, defaults }: CounterProps) {
    super(scope, id);
    const deadLetters = new DeadLetterQueue(this, 'DeadLetters', { alerts }).queue;
    const streamArn = streamOf(data);
    const tables = tableGrants(data);
    const { source, ...types } = uploadEvents;
    const [all, asked] = [Object.values(types), types.promotionRequested];
    const sendDeadLetters: Grant = {
      env: {},
      allow: [{ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }],
    };
    const { lambda } = new NodeFunction(this, 'count-uploads', {
      defaults,
      grants: [
        tables.stats('BatchGetItem', 'PutItem', 'UpdateItem'),
        tables.quotas,
        readSettings('announcesUploads'),
        publishEvents(bus, source, ...(defaults.settings.announcesUploads ? all : [asked])),
        consumeStream(streamArn),
        sendDeadLetters,
      ],
      timeoutSeconds: 60,
    });
    lambda.addEventSourceMapping('Changes', {
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      // A batch of many costs the counters one write each: two seconds of waiting are worth it.
      maxBatchingWindow: Duration.seconds(2),
      // Later changes wait for a change that cannot be counted: for at most six hours, a quarter of
      // the stream's retention.
      maxRecordAge: Duration.hours(6),
      retryAttempts: 1_000,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      // CDK's own destination would also allow asking for the queue's attributes.
      onFailure: { bind: () => ({ destination: deadLetters.queueArn }) },
    });
    this.alarmOnLag(lambda, alerts);
  }

  private alarmOnLag(lambda: IFunction, alerts: ITopic): void {
    const metric = new Metric({
      namespace: 'AWS/Lambda',
      metricName: 'IteratorAge',
      dimensionsMap: { FunctionName: lambda.functionName },
      statistic: 'max',
      period: Duration.minutes(5),
    });
    new RunbookAlarm(this, 'Lag', {
      name: 'counting-behind',
      means:
        'Changes of uploads wait to be counted for a quarter of an hour: stats are old, and ' +
        'quotas are not given back.',
      metric,
      threshold: Duration.minutes(15).toMilliseconds(),
      evaluationPeriods: 3,
      alerts,
    });
  }
}

const streamOf = ({ uploads: { tableName, tableStreamArn } }: StageData): string => {
  if (tableStreamArn === undefined) throw new Error(`The table ${tableName} has no stream.`);
  return tableStreamArn;
};
