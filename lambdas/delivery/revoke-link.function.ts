import { httpHandler } from '../shared/http.ts';
import { clock, links, orders } from '../shared/wiring.ts';
import { revokeLinkRoute } from './link-routes.ts';

/** DELETE /links/{token} */
export const handler = httpHandler(
  revokeLinkRoute({ links: links(), orders: orders(), clock: clock() }),
);
