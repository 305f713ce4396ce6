import { env, settings } from '../shared/environment.ts';
import { httpHandler } from '../shared/http.ts';
import { answering, batches, bulkRuns } from '../shared/wiring.ts';
import { batchRoutes } from './batch-routes.ts';

const { categories, bulkSources: sourceBuckets } = settings('categories', 'bulkSources');

/** Every route below /batches, and the older paths below /api/migration. */
export const handler = httpHandler(
  batchRoutes({
    batches: batches(),
    runs: bulkRuns(),
    ...answering(),
    filesBucket: env('FILES_BUCKET'),
    categories,
    sourceBuckets,
  }),
);
