import { getDelivery, listDeliveries, listEndpoints } from '../../core/webhooks/list-deliveries.ts';
import { sendAgain } from '../../core/webhooks/send-again.ts';
import { settings } from '../shared/environment.ts';
import { answers, byId, type Route } from '../shared/http.ts';
import { bus, deliveries } from '../shared/wiring.ts';

/** GET /webhook-endpoints */
export const webhookEndpointsRoute = (): Route => {
  const endpoints = told();
  return answers(() => listEndpoints(endpoints));
};

const told = () => settings('webhookEndpoints').webhookEndpoints;

/** GET /webhook-deliveries */
export const listDeliveriesRoute = (): Route => {
  const deps = { deliveries: deliveries(), endpoints: told() };
  return answers(({ query }) => listDeliveries(deps, query));
};

/** GET /webhook-deliveries/{id} */
export const getDeliveryRoute = (): Route => {
  const deps = { deliveries: deliveries() };
  return byId(answers(({ id }) => getDelivery(deps, id)));
};

/** POST /webhook-deliveries/{id}/send */
export const sendAgainRoute = (): Route => {
  const deps = { deliveries: deliveries(), endpoints: told(), bus: bus() };
  return byId(answers(({ id }) => sendAgain(deps, id), 202));
};
