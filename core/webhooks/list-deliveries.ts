import * as z from 'zod';
import { NotFound } from '../errors.ts';
import { fittingPage } from '../shared/model/page-bytes.ts';
import { pageFields } from '../shared/model/page-request.ts';
import { parseQuery } from '../shared/model/parse-query.ts';
import { type PageEnd, readPage } from '../shared/read-page.ts';
import type { WebhookEndpoint } from '../webhook-contract.ts';
import {
  type DeliverySummary,
  deliverySummary,
  type EndpointView,
  endpointView,
} from './model/delivery-view.ts';
import { type Delivery, deliveryPosition, deliveryStatuses } from './model/webhook.ts';
import type { Deliveries } from './ports.ts';

export const listDeliveriesSchema = z.strictObject({
  ...pageFields,
  endpoint: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be the name of an endpoint')
    .optional(),
  status: z
    .enum(deliveryStatuses, { error: `must be one of: ${deliveryStatuses.join(', ')}` })
    .optional(),
  subject: z
    .string()
    .regex(/^[!-~]{1,260}$/, 'must be the id of an order, an upload or a job')
    .optional(),
});

type Deps = {
  deliveries: Pick<Deliveries, 'list'>;
  endpoints: readonly Pick<WebhookEndpoint, 'name'>[];
};

/** The endpoints that the stage sends its events to. */
export const listEndpoints = (
  endpoints: readonly WebhookEndpoint[],
): { endpoints: EndpointView[] } => ({ endpoints: endpoints.map(endpointView) });

/** A page of deliveries, last tried first, without the sent events. Throws `InvalidInput`. */
export const listDeliveries = async (
  { deliveries, endpoints }: Deps,
  input: unknown,
): Promise<{ deliveries: DeliverySummary[] } & PageEnd> => {
  const { limit, cursor, ...query } = parseQuery(listDeliveriesSchema, input);
  const wanted =
    query.endpoint === undefined ? endpoints.map(({ name }) => name) : [query.endpoint];
  const list = { list: 'deliveries', ...query };
  const { found, endAt } = await readPage(list, { limit, cursor }, (stretch) =>
    deliveries.list({ ...query, endpoints: wanted }, stretch),
  );
  const items = found.entries.map(deliverySummary);
  const page = fittingPage({ items, next: found.next }, deliveryPosition);
  return { deliveries: page.items, ...endAt(page.next) };
};

/** One delivery with the event that was sent. Throws `NotFound`. */
export const getDelivery = async (
  { deliveries }: { deliveries: Pick<Deliveries, 'find'> },
  deliveryId: string,
): Promise<Delivery> => {
  const delivery = await deliveries.find(deliveryId);
  if (!delivery) throw new NotFound('delivery', deliveryId);
  return delivery;
};
