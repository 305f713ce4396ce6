import { settings } from '../shared/environment.ts';
import { idempotent } from '../shared/idempotent.ts';
import { orders } from '../shared/order-wiring.ts';
import { serveRoutes } from '../shared/serve-routes.ts';
import { answering, auditing, clock, jobs, links, uploads } from '../shared/wiring.ts';
import {
  downloadLegacyFileRoute,
  downloadOrderFileRoute,
  downloadUploadRoute,
  trackRoute,
} from './download-routes.ts';
import {
  createLinkRoute,
  listOrderLinksRoute,
  retargetLinkRoute,
  revokeLinkRoute,
} from './link-routes.ts';
import { resolvePorts } from './resolve-ports.ts';

const steering = () => ({ links: links(), orders: orders(), clock: clock() });

const reaching = () => ({ ...resolvePorts(), uploads: uploads(), jobs: jobs() });
const download = () => downloadUploadRoute(reaching());
const track = () => trackRoute({ ...reaching(), orders: orders() });

/** An owner's downloads and permalinks, under older players' paths, too. */
export const handler = serveRoutes(
  'delivery',
  {
    'GET /uploads/{id}/download': download,
    'GET /api/upload/{id}/download': download,
    'GET /legacy': () => downloadLegacyFileRoute(reaching()),
    'GET /tracks/{id}/audio/url': track,
    'GET /tracks/{id}/audio/stream': track,
    'GET /api/v1/tracks/{id}/audio/url': track,
    'GET /api/v1/tracks/{id}/audio/stream': track,
    'GET /orders/{id}/files/{role}': () =>
      downloadOrderFileRoute({ ...resolvePorts(), orders: orders(), uploads: uploads() }),
    'POST /orders/{id}/links': () =>
      idempotent(answering(), createLinkRoute({ ...steering(), ...settings('delivery') })),
    'GET /orders/{id}/links': () => listOrderLinksRoute(steering()),
    'PUT /orders/{id}/links/{linkId}': () => retargetLinkRoute(steering()),
    'DELETE /orders/{id}/links/{linkId}': () => revokeLinkRoute(steering()),
    'PUT /links/{token}': () => retargetLinkRoute(steering()),
    'DELETE /links/{token}': () => revokeLinkRoute(steering()),
  },
  { auditing },
);
