import { InvalidInput } from '../errors.ts';
import { webhookEvents } from '../event-names.ts';
import type { EventBus } from '../shared/ports.ts';
import type { WebhookEndpoint } from '../webhook-contract.ts';
import { getDelivery } from './list-deliveries.ts';
import type { Delivery } from './model/webhook.ts';
import type { Deliveries } from './ports.ts';

type Deps = {
  deliveries: Pick<Deliveries, 'find'>;
  endpoints: readonly Pick<WebhookEndpoint, 'name'>[];
  bus: EventBus;
};

/**
 * Requests that an event goes to its endpoint once more, under the same id. Returns the record of
 * the last try. Throws `NotFound`, and `InvalidInput` if the stage has the endpoint no more.
 */
export const sendAgain = async (
  { deliveries, endpoints, bus }: Deps,
  deliveryId: string,
): Promise<Delivery> => {
  const delivery = await getDelivery({ deliveries }, deliveryId);
  const { endpoint, webhook } = delivery;
  if (!endpoints.some(({ name }) => name === endpoint))
    throw InvalidInput.of('endpoint', `${endpoint} is no endpoint of this stage any more`);
  await bus.publish({ detailType: webhookEvents.deliveryRequested, detail: webhook });
  return delivery;
};
