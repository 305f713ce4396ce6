import { Duration } from 'aws-cdk-lib';
import {
  ApiDestination,
  type EventBus,
  EventField,
  HttpMethod,
  type IApiDestination,
  Rule,
  RuleTargetInput,
} from 'aws-cdk-lib/aws-events';
import { ApiDestination as ApiDestinationTarget } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { orderEvents } from '../../core/event-names.ts';
import { DeadLetterQueue } from '../shared/dead-letter-queue.ts';
import { type Call, providerConnection } from './provider-connection.ts';

type ProviderCallProps = {
  stage: string;
  call: Call;
  detailType: string;
  /** Only events with this detail; by default all. */
  detail?: Record<string, unknown> | undefined;
  bus: EventBus;
  alerts: ITopic;
  /** Name of the queue that parks the events. */
  deadLetters: string;
};

/** One request to a payment provider per event: retried for a day, then parked with an alarm. */
export class ProviderCall extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { stage, call, detailType, detail, bus, alerts, deadLetters }: ProviderCallProps,
  ) {
    super(scope, id);
    const {
      headers: headerParameters,
      query: queryStringParameters,
      path: pathParameterValues,
    } = call;
    const target = new ApiDestinationTarget(this.destination(stage, call), {
      event: bodyOf(call),
      ...(headerParameters && { headerParameters }),
      ...(queryStringParameters && { queryStringParameters }),
      ...(pathParameterValues && { pathParameterValues }),
      // The provider's idempotency key makes every repetition the same request.
      retryAttempts: 185,
      maxEventAge: Duration.hours(24),
      deadLetterQueue: new DeadLetterQueue(this, 'DeadLetters', {
        alerts,
        queueName: deadLetters,
        // Version 0.1.0 left its name to CloudFormation.
        outlives: true,
      }).queue,
    });
    new Rule(this, 'Rule', {
      eventBus: bus,
      description: `Keepsake ${stage}: ${detailType} to the payment provider`,
      eventPattern: {
        source: [orderEvents.source],
        detailType: [detailType],
        ...(detail && { detail }),
      },
      targets: [target],
    });
  }

  private destination(
    stage: string,
    { endpoint, connection, ratePerSecond }: Call,
  ): IApiDestination {
    return new ApiDestination(this, 'Destination', {
      description: `Keepsake ${stage}: payment provider`,
      endpoint,
      httpMethod: HttpMethod.POST,
      rateLimitPerSecond: ratePerSecond,
      connection: providerConnection(this, stage, connection),
    }) as IApiDestination;
  }
}

const bodyOf = ({ body }: Call): RuleTargetInput =>
  body === undefined
    ? RuleTargetInput.fromEventPath('$.detail')
    : RuleTargetInput.fromObject(
        Object.fromEntries(Object.entries(body).map(([name, value]) => [name, field(value)])),
      );

const field = (value: string): string =>
  value.startsWith('$') ? EventField.fromPath(value) : value;
