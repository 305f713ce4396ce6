import { followLinkRoute } from './shared/delivery/follow-link-route.ts';
import { linkRefusal } from './shared/delivery/link-refusal.ts';
import { resolving } from './shared/delivery/resolving.ts';
import { httpHandler } from './shared/http.ts';
import { links, orders, uploads } from './shared/wiring.ts';

/** GET /l/{token} */
export const handler = httpHandler(followLinkRoute({ ...resolving(), links: links(), orders: orders(), uploads: uploads() }), linkRefusal);
