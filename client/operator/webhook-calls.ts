import type { Api } from '../api/api.ts';
import { at, getPage } from '../api/lists.ts';
import type {
  WebhookDelivery,
  WebhookDeliveryQuery,
  WebhookDeliverySummary,
  WebhookEndpoints,
} from './operator-types.ts';

/** Operators' calls about webhooks. All throw `KeepsakeProblem`. */
export const webhookCalls = (api: Api) => ({
  /** The endpoints that the stage sends events to, and which events each hears of. */
  endpoints: (signal?: AbortSignal) =>
    api.call<WebhookEndpoints>({ method: 'GET', path: '/webhook-endpoints', signal }),
  /** A page of deliveries, last tried first. A page may be short while it has a cursor. */
  deliveries: getPage<'deliveries', WebhookDeliverySummary, WebhookDeliveryQuery>(
    api,
    '/webhook-deliveries',
  ),
  /** One delivery, `<endpoint>.<event id>`, with the sent event. */
  delivery: (deliveryId: string, signal?: AbortSignal) =>
    api.call<WebhookDelivery>({
      method: 'GET',
      path: at('webhook-deliveries', deliveryId),
      signal,
    }),
  /** Sends the event once more, under the same id. Returns the record of the last try. */
  sendAgain: (deliveryId: string) =>
    api.call<WebhookDelivery>({
      method: 'POST',
      path: at('webhook-deliveries', deliveryId, '/send'),
    }),
});
