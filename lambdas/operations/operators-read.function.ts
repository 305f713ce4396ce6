import { serveRoutes } from '../shared/serve-routes.ts';
import { clock, links } from '../shared/wiring.ts';
import { attentionRoute } from './attention-route.ts';
import { batchFailuresRoute } from './batch-failures-route.ts';
import { listDeadLettersRoute } from './dead-letter-routes.ts';
import { getStatsRoute } from './get-stats-route.ts';
import { listAuditRoute } from './list-audit-route.ts';
import { listErasuresRoute } from './list-erasures-route.ts';
import { listLinksRoute } from './list-links-route.ts';
import { ownerQuotaRoute } from './owner-quota-route.ts';
import { listSessionsRoute, ownerErasureRoute } from './owner-routes.ts';
import { searchRoute } from './search-route.ts';
import { listHoldsRoute } from './upload-routes.ts';
import { alarmsRoute, metricsRoute } from './watch-routes.ts';
import { getDeliveryRoute, listDeliveriesRoute, webhookEndpointsRoute } from './webhook-routes.ts';

/** Operators' routes that look. The function's role neither writes nor deletes. */
export const handler = serveRoutes('operators-read', {
  'GET /dead-letters': listDeadLettersRoute,
  'GET /links': () => listLinksRoute({ links: links(), clock: clock() }),
  'GET /batches/{id}/failures': batchFailuresRoute,
  'GET /webhook-endpoints': webhookEndpointsRoute,
  'GET /webhook-deliveries': listDeliveriesRoute,
  'GET /webhook-deliveries/{id}': getDeliveryRoute,
  'GET /audit': listAuditRoute,
  'POST /search': searchRoute,
  'GET /attention': attentionRoute,
  'GET /erasures': listErasuresRoute,
  'GET /metrics': metricsRoute,
  'GET /alarms': alarmsRoute,
  'GET /quotas': ownerQuotaRoute,
  'GET /holds': listHoldsRoute,
  'GET /owners/erasure': ownerErasureRoute,
  'GET /sessions': listSessionsRoute,
  'GET /stats': getStatsRoute,
  'GET /api/upload/stats/overview': getStatsRoute,
});
