import { serveRoutes } from '../shared/serve-routes.ts';
import { auditing } from '../shared/wiring.ts';
import { cleanUpRoute, olderCleanUpRoute } from './clean-up-route.ts';
import { compensateOrderRoute } from './compensate-order-route.ts';
import { eraseOwnerRoute } from './erase-owner-route.ts';
import { handOverUploadsRoute } from './hand-over-route.ts';
import { lookForOrphansRoute, reconcileOrdersRoute } from './maintenance-routes.ts';
import { promoteUploadRoute } from './promote-upload-route.ts';
import { retryOrderRoute } from './retry-order-route.ts';
import { holdUploadRoute, overruleScanRoute, releaseUploadRoute } from './upload-routes.ts';
import { sendAgainRoute } from './webhook-routes.ts';

/** Operators' routes that change something, other than bulk migrations. */
export const handler = serveRoutes(
  'operators',
  {
    'POST /owners/erasure': eraseOwnerRoute,
    'POST /uploads/{id}/hold': holdUploadRoute,
    'DELETE /uploads/{id}/hold': releaseUploadRoute,
    'POST /uploads/{id}/overrule': overruleScanRoute,
    'POST /cleanup': cleanUpRoute,
    'POST /reconcile': reconcileOrdersRoute,
    'POST /orphans': lookForOrphansRoute,
    'POST /orders/{id}/retry': retryOrderRoute,
    'POST /orders/{id}/compensate': compensateOrderRoute,
    'POST /uploads/owners': handOverUploadsRoute,
    'POST /uploads/{id}/promote': promoteUploadRoute,
    'POST /webhook-deliveries/{id}/send': sendAgainRoute,
    'POST /api/upload/cleanup-temp': olderCleanUpRoute,
    'POST /api/upload/{id}/move-to-permanent': promoteUploadRoute,
  },
  { auditing },
);
