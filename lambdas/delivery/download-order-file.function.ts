import { httpHandler } from '../shared/http.ts';
import { jobs, orders, uploads } from '../shared/wiring.ts';
import { downloadOrderFileRoute, trackRoute } from './download-routes.ts';
import { resolving } from './resolving.ts';

const deps = { ...resolving(), orders: orders(), uploads: uploads(), jobs: jobs() };

const ofOrder = downloadOrderFileRoute(deps);
const ofTrack = trackRoute(deps);

/** GET /orders/{id}/files/{role}, and older players' paths to an audio file. */
export const handler = httpHandler((request) =>
  request.params.role === undefined ? ofTrack(request) : ofOrder(request),
);
