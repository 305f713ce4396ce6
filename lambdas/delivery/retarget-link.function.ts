import { httpHandler } from '../shared/http.ts';
import { clock, links, orders } from '../shared/wiring.ts';
import { retargetLinkRoute } from './link-routes.ts';

/** PUT /links/{token} */
export const handler = httpHandler(
  retargetLinkRoute({ links: links(), orders: orders(), clock: clock() }),
);
