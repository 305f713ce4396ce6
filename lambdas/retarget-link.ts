import { retargetLinkRoute } from './shared/delivery/link-routes.ts';
import { httpHandler } from './shared/http.ts';
import { clock, links, orders } from './shared/wiring.ts';

/** PUT /links/{token} */
export const handler = httpHandler(retargetLinkRoute({ links: links(), orders: orders(), clock: clock() }));
