import { revokeLinkRoute } from './shared/delivery/link-routes.ts';
import { httpHandler } from './shared/http.ts';
import { clock, links, orders } from './shared/wiring.ts';

/** DELETE /links/{token} */
export const handler = httpHandler(revokeLinkRoute({ links: links(), orders: orders(), clock: clock() }));
