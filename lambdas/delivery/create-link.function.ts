import { settings } from '../shared/environment.ts';
import { httpHandler } from '../shared/http.ts';
import { idempotent } from '../shared/idempotent.ts';
import { answering, clock, ids, links, orders } from '../shared/wiring.ts';
import { createLinkRoute } from './link-routes.ts';

/** POST /orders/{id}/links */
export const handler = httpHandler(
  idempotent(
    answering(),
    createLinkRoute({
      links: links(),
      orders: orders(),
      ids: ids(),
      clock: clock(),
      ...settings('delivery'),
    }),
  ),
);
