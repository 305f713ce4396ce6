import { downloadOrderFileRoute } from './shared/delivery/download-routes.ts';
import { resolving } from './shared/delivery/resolving.ts';
import { httpHandler } from './shared/http.ts';
import { orders, uploads } from './shared/wiring.ts';

/** GET /orders/{id}/files/{role} */
export const handler = httpHandler(downloadOrderFileRoute({ ...resolving(), orders: orders(), uploads: uploads() }));
