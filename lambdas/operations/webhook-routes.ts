import { getDelivery, listDeliveries, listEndpoints } from '../../core/webhooks/list-deliveries.ts';
import { sendAgain } from '../../core/webhooks/send-again.ts';
import { settings } from '../shared/environment.ts';
import { byId, type Route } from '../shared/http.ts';
import { bus, deliveries } from '../shared/wiring.ts';

const told = () => settings('webhookEndpoints').webhookEndpoints;

/** GET /webhook-endpoints */
export const webhookEndpointsRoute = (): Route => {
  const endpoints = told();
  return async ({ query }) => ({ status: 200, body: listEndpoints(endpoints, query) });
};

/** GET /webhook-deliveries */
export const listDeliveriesRoute = (): Route => {
  const deps = { deliveries: deliveries(), endpoints: told() };
  return async ({ query }) => ({ status: 200, body: await listDeliveries(deps, query) });
};

/** GET /webhook-deliveries/{id} */
export const getDeliveryRoute = (): Route => {
  const deps = { deliveries: deliveries() };
  return byId(async ({ id }) => ({ status: 200, body: await getDelivery(deps, id) }));
};

/** POST /webhook-deliveries/{id}/send */
export const sendAgainRoute = (): Route => {
  const deps = { deliveries: deliveries(), endpoints: told(), bus: bus() };
  return byId(async ({ id }) => ({ status: 202, body: await sendAgain(deps, id) }));
};
