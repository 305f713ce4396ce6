import { DynamoOwnerErasures } from '../../adapters/retention/dynamo-owner-erasures.ts';
import { DynamoSessions } from '../../adapters/sessions/dynamo-sessions.ts';
import { DynamoDeliveries } from '../../adapters/webhooks/dynamo-deliveries.ts';
import { env, settings } from './environment.ts';
import { orders } from './order-wiring.ts';
import { clock, dynamo, erasures, jobs, links, multiparts, objects, uploads } from './wiring.ts';

/** Everything needed to remove an upload's bytes, from its users to the erasure ledger. */
export const removalPorts = () => ({
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

/** The same, for everything that an owner has. */
export const ownerErasurePorts = () => ({
  ...removalPorts(),
  deliveries: new DynamoDeliveries(dynamo(), env('DELIVERIES_TABLE')),
  sessions: new DynamoSessions(dynamo(), env('SESSIONS_TABLE')),
  ownerErasures: new DynamoOwnerErasures(dynamo(), env('ERASURES_TABLE')),
});
