import { settings } from '../shared/environment.ts';
import { httpHandler } from '../shared/http.ts';
import { clock, ids, links, orders } from '../shared/wiring.ts';
import { createLinkRoute } from './link-routes.ts';

/** POST /orders/{id}/links */
export const handler = httpHandler(
  createLinkRoute({ links: links(), orders: orders(), ids: ids(), clock: clock(), ...settings('delivery') }),
);
