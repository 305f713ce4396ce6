import { settings } from '../shared/environment.ts';
import { orders } from '../shared/order-wiring.ts';
import { serveRoutes } from '../shared/serve-routes.ts';
import { clock, links, uploads } from '../shared/wiring.ts';
import { followLinkRoute } from './follow-link-route.ts';
import { linkQrRoute } from './link-qr-route.ts';
import { linkRefusal } from './link-refusal.ts';
import { resolvePorts } from './resolve-ports.ts';

const drawLink = () => linkQrRoute({ links: links(), clock: clock(), ...settings('delivery') });

/** Printed links, followed by anyone. */
export const handler = serveRoutes(
  'permalinks',
  {
    'GET /l/{token}': () =>
      followLinkRoute({ ...resolvePorts(), links: links(), orders: orders(), uploads: uploads() }),
    'GET /l/{token}/qr.svg': drawLink,
    'GET /l/{token}/qr.png': drawLink,
  },
  { refusal: linkRefusal },
);
