import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { HttpInvoke, SqsSendMessage, URLEncodingFormat } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { orderEvents } from '../../core/event-names.ts';
import { DeadLetterQueue } from '../shared/dead-letter-queue.ts';
import { stubborn } from '../shared/retry-policies.ts';
import { type Call, providerConnection } from './provider-connection.ts';

type FormCallProps = {
  stage: string;
  call: Call & { form: NonNullable<Call['form']> };
  detailType: string;
  /** Only events with this detail; by default all. */
  detail?: Record<string, unknown> | undefined;
  bus: EventBus;
  alerts: ITopic;
  /** Name of the queue that parks the events. */
  deadLetters: string;
  logDays: number;
};

/** Every 5xx: proxies before a provider have numbers of their own, such as 520 and 529. */
const serverErrors = Array.from({ length: 100 }, (_, index) => 500 + index);

const statuses = (...codes: readonly number[]): string[] =>
  codes.map((code) => `States.Http.StatusCode.${code}`);

/** Answers after which the same request may succeed; Stripe answers 409 while a first one runs. */
const passing = [...statuses(409, 429, ...serverErrors), 'States.Http.Socket', sfn.Errors.TIMEOUT];

/** The longest an HTTP task may wait for its answer. */
const callSeconds = 60;
const firstWaitSeconds = 5;
const longestWaitSeconds = 600;
/** Waits of 5, 10, 20, … 320 s, then 600 s each: 635 s and 143 × 600 s are a day. */
const retries = 150;

/**
 * A provider that leaves every call hanging costs the waits and the calls: 26.5 hours. An execution
 * that ran out of time before would park nothing.
 */
const longestSeconds =
  Array.from({ length: retries }, (_, tried) =>
    Math.min(longestWaitSeconds, firstWaitSeconds * 2 ** tried),
  ).reduce((sum, wait) => sum + wait, 0) +
  (retries + 1) * callSeconds;

/**
 * Sends one form-encoded request to a payment provider for each event of a type. An API destination
 * sends JSON, which providers such as Stripe refuse; an HTTP task of Step Functions encodes forms
 * (https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html). Retried for a day,
 * then parked with an alarm, like every other call.
 */
export class ProviderFormCall extends Construct {
  constructor(scope: Construct, id: string, props: FormCallProps) {
    super(scope, id);
    const { stage, detailType, detail, bus, alerts, deadLetters: queueName } = props;
    const { queue } = new DeadLetterQueue(this, 'DeadLetters', {
      alerts,
      queueName,
      outlives: true,
    });
    new Rule(this, 'Rule', {
      eventBus: bus,
      description: `Keepsake ${stage}: ${detailType} to the payment provider`,
      eventPattern: {
        source: [orderEvents.source],
        detailType: [detailType],
        ...(detail && { detail }),
      },
      targets: [
        new SfnStateMachine(this.machine(props, queue), {
          retryAttempts: 185,
          maxEventAge: Duration.hours(24),
          deadLetterQueue: queue,
        }),
      ],
    });
  }

  private machine({ stage, call, logDays }: FormCallProps, queue: Queue): sfn.StateMachine {
    const parked = new SqsSendMessage(this, 'Park the event', {
      queue,
      messageBody: sfn.TaskInput.fromJsonPathAt('$'),
      resultPath: sfn.JsonPath.DISCARD,
    });
    for (const retry of stubborn) parked.addRetry(retry);
    parked.next(new sfn.Fail(this, 'The provider refused', { error: 'ProviderRefused' }));
    const task = this.call(stage, call).addCatch(parked, { resultPath: sfn.JsonPath.DISCARD });
    const machine = new sfn.StateMachine(this, 'Machine', {
      comment: 'Calls a payment provider. Input: an event of the bus.',
      definitionBody: sfn.DefinitionBody.fromChainable(task),
      // The event is parked within two more hours: see `stubborn`.
      timeout: Duration.hours(Math.ceil(longestSeconds / 3600) + 2),
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Logs', {
          logGroupName: `/aws/vendedlogs/states/keepsake-${stage}-${this.node.id.toLowerCase()}`,
          retention: logDays,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: sfn.LogLevel.ERROR,
        includeExecutionData: false,
      },
    });
    Validations.of(machine).acknowledge(
      {
        id: 'AwsSolutions-SF1',
        reason: 'Events of a call that succeeds tell nothing; errors are logged.',
      },
      {
        id: 'AwsSolutions-IAM5',
        reason:
          'Log delivery and X-Ray have no resources to name; HTTP endpoints and secrets of ' +
          'connections are bound by conditions and prefix.',
      },
    );
    return machine;
  }

  private call(stage: string, call: Call & { form: Readonly<Record<string, string>> }): HttpInvoke {
    const task = new HttpInvoke(this, 'Call the provider', {
      apiRoot: new URL(call.endpoint).origin,
      apiEndpoint: pathOf(call),
      method: sfn.TaskInput.fromText('POST'),
      connection: providerConnection(this, stage, call.connection),
      body: filled(call.form),
      headers: filled({
        ...call.headers,
        'Content-Type': 'application/x-www-form-urlencoded',
      }),
      ...(call.query && { queryStringParameters: filled(call.query) }),
      urlEncodingFormat: URLEncodingFormat.DEFAULT,
      resultPath: sfn.JsonPath.DISCARD,
      taskTimeout: sfn.Timeout.duration(Duration.seconds(callSeconds)),
    });
    // Without jitter, which would halve the day. The provider's idempotency key makes every
    // repetition the same request.
    return task.addRetry({
      errors: passing,
      interval: Duration.seconds(firstWaitSeconds),
      backoffRate: 2,
      maxDelay: Duration.seconds(longestWaitSeconds),
      maxAttempts: retries,
    }) as HttpInvoke;
  }
}

/** The endpoint's path below its host; each `*` is filled from the event. */
const pathOf = ({ endpoint, path = [] }: Call): sfn.TaskInput => {
  const template = new URL(endpoint).pathname.slice(1).replaceAll('*', '{}');
  return sfn.TaskInput.fromText(
    path.length === 0 ? template : sfn.JsonPath.format(template, ...path.map(at)),
  );
};

const at = (value: string): string =>
  value.startsWith('$') ? sfn.JsonPath.stringAt(value) : value;

const filled = (values: Readonly<Record<string, string>>): sfn.TaskInput =>
  sfn.TaskInput.fromObject(
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, at(value)])),
  );
