import type { RouteName } from '../core/route-functions.ts';
import type { Operation } from './operation.ts';
import { batchOperations } from './operations/batches.ts';
import { deadLetterOperations } from './operations/dead-letters.ts';
import { jobOperations } from './operations/jobs.ts';
import { linkOperations } from './operations/links.ts';
import { maintenanceOperations } from './operations/maintenance.ts';
import { olderOperations } from './operations/older.ts';
import { orderOperations } from './operations/orders.ts';
import { sessionOperations } from './operations/sessions.ts';
import { upkeepOperations } from './operations/upkeep.ts';
import { uploadOperations } from './operations/uploads.ts';
import { webhookOperations } from './operations/webhooks.ts';

/** Every route of the contract; a new one does not compile until it is described. */
export const operations: Readonly<Record<RouteName, Operation>> = {
  ...sessionOperations,
  ...uploadOperations,
  ...orderOperations,
  ...linkOperations,
  ...batchOperations,
  ...jobOperations,
  ...deadLetterOperations,
  ...upkeepOperations,
  ...webhookOperations,
  ...maintenanceOperations,
  ...olderOperations,
};
