import { DynamoDeliveries } from '../../adapters/webhooks/dynamo-deliveries.ts';
import { openTables } from '../open-stage.ts';
import type { Settings } from '../settings.ts';

/**
 * The recorded deliveries of webhooks of the stage that the settings name. Throws `CommandProblem`.
 */
export const openDeliveries = async (settings: Settings) => {
  const { resources, documents, close } = await openTables(settings);
  return { deliveries: new DynamoDeliveries(documents, resources.quotasTable), close };
};
