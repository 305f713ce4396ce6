import { httpHandler } from '../shared/http.ts';
import { orders, uploads } from '../shared/wiring.ts';
import { downloadOrderFileRoute } from './download-routes.ts';
import { resolving } from './resolving.ts';

/** GET /orders/{id}/files/{role} */
export const handler = httpHandler(
  downloadOrderFileRoute({ ...resolving(), orders: orders(), uploads: uploads() }),
);
