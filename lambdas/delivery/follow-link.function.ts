import { httpHandler } from '../shared/http.ts';
import { links, orders, uploads } from '../shared/wiring.ts';
import { followLinkRoute } from './follow-link-route.ts';
import { linkRefusal } from './link-refusal.ts';
import { resolving } from './resolving.ts';

/** GET /l/{token} */
export const handler = httpHandler(
  followLinkRoute({ ...resolving(), links: links(), orders: orders(), uploads: uploads() }),
  linkRefusal,
);
