import { describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../../lib/config.ts';
import { flatten, functionsOf, propertiesOf, templatesOf } from '../synthesize.ts';
import { apiOf } from './api-template.ts';

const api = apiOf(templatesOf(defaultConfig('prod')));
const queues = new Map(propertiesOf(api, 'AWS::SQS::Queue'));
const rules = new Map(propertiesOf(api, 'AWS::Events::Rule'));
const deadLetters = [...queues.keys()].filter((name) => name.includes('DeadLetters'));
const mappings = new Map(propertiesOf(api, 'AWS::Lambda::EventSourceMapping'));
const arn = (queue: string) => `<${queue}>`;

describe('every asynchronous edge', () => {
  it.each([...rules])('%s: what EventBridge cannot deliver is parked', (_, { Targets }) => {
    for (const { DeadLetterConfig } of Targets)
      expect(deadLetters.map(arn)).toContain(flatten(DeadLetterConfig.Arn));
  });

  it.each([...queues].filter(([name]) => !deadLetters.includes(name)))(
    '%s: what cannot be handled is parked',
    (_, { RedrivePolicy }) => {
      expect(deadLetters.map(arn)).toContain(flatten(RedrivePolicy.deadLetterTargetArn));
    },
  );

  it('parks where operators reach it by the API', () => {
    const told = flatten(functionsOf(api).get('dead-letters').Environment.Variables.DEAD_LETTERS);
    expect(deadLetters.filter((queue) => !told.includes(`<${queue}.QueueName>`))).toEqual([]);
  });

  it.each([
    ['Reconciler', 'upkeep', 'Reconciler', 'Reconciler', { task: 'reconcile' }],
    ['Sweeper', 'upkeep', 'Sweeper', 'Reconciler', { task: 'sweep' }],
    ['Integrity', 'check-integrity', 'Sweeper', 'Sweeper', undefined],
  ])(
    'the schedule of the %s, and the function it calls asynchronously',
    (construct, name, parker, crashParker, input) => {
      const schedule = new Map(propertiesOf(api, 'AWS::Scheduler::Schedule')).get(
        `${construct}Hourly`,
      );
      const parked = `<${parker}DeadLettersQueue>`;
      expect(schedule.ScheduleExpression).toBe('rate(1 hour)');
      expect(flatten(schedule.Target.DeadLetterConfig.Arn)).toBe(parked);
      expect(schedule.Target.RetryPolicy.MaximumRetryAttempts).toBeGreaterThan(0);
      const { Input } = schedule.Target;
      expect(Input && JSON.parse(flatten(Input))).toEqual(input);
      expect(flatten(functionsOf(api).get(name).DeadLetterConfig.TargetArn)).toBe(
        `<${crashParker}DeadLettersQueue>`,
      );
    },
  );

  it('the stream of the uploads table: what cannot be counted is split off, tried for hours, then parked', () => {
    expect(mappings.get('UploadCountercountuploadsFunctionChanges')).toMatchObject({
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRecordAgeInSeconds: 6 * 3600,
      StartingPosition: 'TRIM_HORIZON',
    });
    const { DestinationConfig, EventSourceArn } = mappings.get(
      'UploadCountercountuploadsFunctionChanges',
    );
    expect(flatten(DestinationConfig.OnFailure.Destination)).toBe(
      '<UploadCounterDeadLettersQueue>',
    );
    expect(flatten(EventSourceArn)).toBe('<Data.UploadsTable.StreamArn>');
  });

  it('calls somebody when counting lags behind by 15 minutes', () => {
    const lag = new Map(propertiesOf(api, 'AWS::CloudWatch::Alarm')).get('UploadCounterLag');
    expect(lag).toMatchObject({
      MetricName: 'IteratorAge',
      Threshold: 900_000,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
    expect(lag.AlarmActions.map(flatten)).toEqual(['<AlertsTopic>']);
  });

  it('keeps dead letters for 14 days and calls somebody on the first', () => {
    const alarms = propertiesOf(api, 'AWS::CloudWatch::Alarm').map(([, alarm]) => alarm);
    for (const name of deadLetters) {
      expect(queues.get(name).MessageRetentionPeriod).toBe(14 * 24 * 3600);
      const alarm = alarms.find(
        ({ Dimensions }) => flatten(Dimensions[0].Value) === `<${name}.QueueName>`,
      );
      expect(alarm).toMatchObject({
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Threshold: 1,
        EvaluationPeriods: 1,
      });
      expect(alarm.ComparisonOperator).toBe('GreaterThanOrEqualToThreshold');
      expect(alarm.AlarmActions.map(flatten)).toEqual(['<AlertsTopic>']);
    }
  });

  it('hands single messages back, not their batch', () => {
    for (const mapping of mappings.values())
      expect(mapping).toMatchObject({ FunctionResponseTypes: ['ReportBatchItemFailures'] });
  });

  it.each([...queues])(
    '%s is encrypted and refuses plain HTTP',
    (name, { SqsManagedSseEnabled }) => {
      const policy = propertiesOf(api, 'AWS::SQS::QueuePolicy').find(([, { Queues }]) =>
        Queues.map(flatten).includes(arn(name)),
      );
      expect(SqsManagedSseEnabled).toBe(true);
      expect(policy?.[1].PolicyDocument.Statement).toContainEqual(
        expect.objectContaining({ Effect: 'Deny' }),
      );
    },
  );
});

describe('events that start a migration', () => {
  const pattern = (name: string) => rules.get(name).EventPattern;

  it('are payments on our own bus', () => {
    expect(pattern('PaymentIntakePaymentRule')).toEqual({
      source: ['keepsake.payments'],
      'detail-type': ['PaymentSucceeded'],
    });
    expect(flatten(rules.get('PaymentIntakePaymentRule').EventBusName)).toBe('<Bus>');
  });

  it('and our own requests for another attempt', () => {
    expect(pattern('PaymentIntakeRetryRule')).toEqual({
      source: ['keepsake.orders'],
      'detail-type': ['OrderMigrationRetryRequested'],
    });
  });

  it('wait a minute, 15 times, for their order', () => {
    const { VisibilityTimeout, RedrivePolicy } = queues.get('PaymentIntakePaymentsQueue');
    expect({ VisibilityTimeout, receives: RedrivePolicy.maxReceiveCount }).toEqual({
      VisibilityTimeout: 60,
      receives: 15,
    });
  });

  it('and the ends of our own executions that nobody wanted, on the default bus', () => {
    const { source, 'detail-type': detailType, detail } = pattern('ExecutionWatchEndedRule');
    expect([source, detailType]).toEqual([
      ['aws.states'],
      ['Step Functions Execution Status Change'],
    ]);
    expect(detail.status).toEqual(['FAILED', 'TIMED_OUT', 'ABORTED']);
    expect(detail.stateMachineArn.map(flatten)).toEqual(['<OrderMigrationMachine>']);
    expect(rules.get('ExecutionWatchEndedRule')).not.toHaveProperty('EventBusName');
  });

  it('come to a queue that only this rule may fill', () => {
    const policies = propertiesOf(api, 'AWS::SQS::QueuePolicy').flatMap(
      ([, { PolicyDocument }]) => PolicyDocument.Statement,
    );
    const open = policies.filter(
      ({ Effect, Condition }) => Effect === 'Allow' && !Condition?.ArnEquals?.['aws:SourceArn'],
    );
    expect(open).toEqual([]);
  });
});

describe('every function', () => {
  it.each([...functionsOf(api)])(
    '%s runs on arm64 with node 24, is traced and has a log group of its own',
    (_, properties) => {
      expect(properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        TracingConfig: { Mode: 'Active' },
      });
      expect(properties).not.toHaveProperty('FunctionName');
      expect(flatten(properties.LoggingConfig.LogGroup)).toMatch(/Logs>$/);
    },
  );

  it('leaves its log behind when a deployment removes it', () => {
    const logs = Object.values(api.findResources('AWS::Logs::LogGroup'));
    const kept = logs.filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain');
    expect(kept).toHaveLength(functionsOf(api).size);
  });

  it('writes logs that expire', () => {
    for (const [, { RetentionInDays }] of propertiesOf(api, 'AWS::Logs::LogGroup'))
      expect(RetentionInDays).toBe(90);
  });
});

describe('the alerts topic', () => {
  it('lets the alarms of this account publish, and refuses plain HTTP', () => {
    const [[, policy] = ['', undefined]] = propertiesOf(api, 'AWS::SNS::TopicPolicy');
    const alarms = {
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
    };
    expect(policy.PolicyDocument.Statement).toContainEqual(expect.objectContaining(alarms));
    expect(policy.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({ Effect: 'Deny' }),
    );
  });
});

describe('the outputs', () => {
  it('name everything .keepsake/local.json needs', () => {
    const outputs = [
      'alertTopicArn',
      'apiId',
      'apiUrl',
      'bulkStateMachineArn',
      'eventBusName',
      'orderStateMachineArn',
    ];
    const published = Object.keys(api.findOutputs('*')).filter(
      (name) => !name.startsWith('PublishOutput'),
    );
    expect(published.sort()).toEqual(outputs);
  });
});

describe('a stage without integrity', () => {
  it('has no schedule and no function for it', () => {
    const { integrity: _none, ...config } = defaultConfig('prod');
    const without = apiOf(templatesOf(config));
    expect(JSON.stringify(api.toJSON())).toContain('check-integrity');
    expect(JSON.stringify(without.toJSON())).not.toMatch(/Integrity|check-integrity/);
  });
});
