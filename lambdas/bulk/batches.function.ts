import { batches, bulkRuns } from '../shared/batch-wiring.ts';
import { env, settings } from '../shared/environment.ts';
import { serveRoutes } from '../shared/serve-routes.ts';
import { answering, auditing, uploads } from '../shared/wiring.ts';
import { type BatchRouteDeps, batchRoutes } from './batch-routes.ts';

const batchPorts = (): BatchRouteDeps => {
  const { categories, bulkSources: sourceBuckets } = settings('categories', 'bulkSources');
  return {
    batches: batches(),
    uploads: uploads(),
    runs: bulkRuns(),
    ...answering(),
    filesBucket: env('FILES_BUCKET'),
    categories,
    sourceBuckets,
  };
};

/** Every route below /batches, and the older paths below /api/migration. */
export const handler = serveRoutes('batches', batchRoutes(batchPorts), { auditing });
