import type { WebhookEndpoint } from '../../webhook-contract.ts';
import type { Delivery } from './webhook.ts';

/** A delivery without the sent event, which may be large. */
export type DeliverySummary = Omit<Delivery, 'webhook'> & { type: string };

export const deliverySummary = ({ webhook, ...delivery }: Delivery): DeliverySummary => ({
  ...delivery,
  type: webhook.type,
});

/** An endpoint as operators and viewers see it. */
export type EndpointView = Pick<WebhookEndpoint, 'name'> & { address: string; events: string[] };

/**
 * The address has no credentials and no query, because receivers may keep a token in either. The
 * name of the secret is left out, too.
 */
export const endpointView = ({ name, url, events }: WebhookEndpoint): EndpointView => {
  const { origin, pathname } = new URL(url);
  return { name, address: `${origin}${pathname}`, events: [...events] };
};
