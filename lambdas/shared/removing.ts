import { env, settings } from './environment.ts';
import { orders } from './order-wiring.ts';
import { clock, erasures, jobs, links, multiparts, objects, uploads } from './wiring.ts';

/**
 * Everything that taking an upload's bytes away takes, from asking who needs them to the erasure
 * ledger.
 */
export const removing = () => ({
  uploads: uploads(),
  orders: orders(),
  jobs: jobs(),
  links: links(),
  erasures: erasures(),
  objects: objects(),
  multiparts: multiparts(),
  clock: clock(),
  bucket: env('UPLOADS_BUCKET'),
  filesBucket: env('FILES_BUCKET'),
  ...settings('categories'),
});
