import { Validations } from 'aws-cdk-lib';
import * as gateway from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { paymentEvents } from '../../core/event-names.ts';
import type { PaymentWebhookSettings } from '../../core/payment-contract.ts';
import { publishEvents, readSecrets, readSettings } from '../shared/grants.ts';
import { type FunctionDefaults, NodeFunction } from '../shared/node-function.ts';
import type { StageData } from '../shared/stage-data.ts';
import { tableGrants } from '../shared/table-grants.ts';

type WebhookProps = {
  webhooks: PaymentWebhookSettings;
  data: StageData;
  bus: EventBus;
  defaults: FunctionDefaults;
  api: gateway.HttpApi;
  /** A function as requests reach it. */
  live: (handler: NodeFunction) => IFunction;
};

/** `POST /webhooks/{provider}`: receives the webhooks of payment providers. */
export class PaymentWebhooks extends Construct {
  /** ARN of the one role that puts providers' payments on the bus. */
  readonly roleArn: string;
  /** The route, which the API's stage throttles on its own. */
  readonly route: gateway.HttpRoute;

  constructor(
    scope: Construct,
    id: string,
    { webhooks, data, bus, defaults, api, live }: WebhookProps,
  ) {
    super(scope, id);
    const { source, succeeded, refundChanged, disputed } = paymentEvents;
    const receiver = new NodeFunction(this, 'receive-webhook', {
      defaults,
      grants: [
        readSettings('payment', 'paymentWebhooks'),
        readSecrets(this, ...secretNames(webhooks)),
        tableGrants(data).toldNews,
        publishEvents(bus, source, succeeded, refundChanged, disputed),
      ],
      // Stripe waits 10 seconds, Mollie 15.
      timeoutSeconds: 10,
      memoryMiB: 1024,
    });
    this.roleArn = `${receiver.lambda.role?.roleArn}`;
    this.route = new gateway.HttpRoute(this, 'Route', {
      httpApi: api,
      routeKey: gateway.HttpRouteKey.with('/webhooks/{provider}', gateway.HttpMethod.POST),
      integration: new HttpLambdaIntegration('receive-webhook', live(receiver)),
    });
    Validations.of(this.route).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason: 'Providers sign their webhooks, or are asked back; the route is throttled.',
    });
  }
}

const secretNames = ({ stripe, mollie }: PaymentWebhookSettings): string[] =>
  [stripe, mollie].flatMap((provider) => provider?.secretName ?? []);
