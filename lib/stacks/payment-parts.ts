import type { Stack } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { paymentEvents } from '../../core/event-names.ts';
import type { HttpApi } from '../api/http-api.ts';
import type { Config } from '../config-schema.ts';
import { BusPolicy } from '../orders/bus-policy.ts';
import { RefundIntake } from '../orders/refund-intake.ts';
import { PaymentWebhooks } from '../payments/payment-webhooks.ts';
import type { FunctionDefaults } from '../shared/node-function.ts';
import type { StageData } from '../shared/stage-data.ts';
import { tableGrants } from '../shared/table-grants.ts';

type SharedProps = {
  config: Config;
  data: StageData;
  bus: EventBus;
  defaults: FunctionDefaults;
};
type PaymentProps = SharedProps & { api: HttpApi };

/** Adds what hears of refunds. Before the API, so that operators reach its dead letters. */
export const addRefundIntake = (
  scope: Stack,
  { data, bus, alerts, defaults }: SharedProps & { alerts: ITopic },
): void => {
  const orders = tableGrants(data).orders('GetItem', 'PutItem', 'Query');
  new RefundIntake(scope, 'RefundIntake', { bus, alerts, defaults, orders });
};

/** Adds the sources of payments that a stage has. */
export const addPaymentParts = (scope: Stack, props: PaymentProps): void => {
  const { config, bus } = props;
  const { source, senders } = config.payment;
  const own = addWebhooks(scope, props);
  const sources = [...new Set([source, paymentEvents.source])];
  if (senders) new BusPolicy(scope, 'BusPolicy', { bus, sources, senders, own });
};

/** The receiver of providers' webhooks, where the stage has one; returns the role's ARN. */
const addWebhooks = (scope: Stack, { config, api, ...rest }: PaymentProps): string[] => {
  const { webhooks } = config.payment;
  if (webhooks === undefined) return [];
  const { data, bus, defaults } = rest;
  const shared = { webhooks, data, bus, defaults, api: api.api, live: api.live.bind(api) };
  const { route, roleArn } = new PaymentWebhooks(scope, 'PaymentWebhooks', shared);
  const { webhooks: throttle } = config.throttle;
  api.throttleRoute({ route, key: 'POST /webhooks/{provider}', throttle });
  return [roleArn];
};
