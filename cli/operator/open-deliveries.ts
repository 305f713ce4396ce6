import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { documentClient } from '../../adapters/dynamo/document.ts';
import { DynamoDeliveries } from '../../adapters/webhooks/dynamo-deliveries.ts';
import { CommandProblem } from '../command-problem.ts';
import { resourcesOf, stageAccess } from '../open-stage.ts';
import type { Settings } from '../settings.ts';

/** The recorded deliveries of webhooks of the stage that the settings name. Throws `CommandProblem`. */
export const openDeliveries = async (settings: Settings) => {
  const resources = await resourcesOf(settings);
  if (!resources)
    throw new CommandProblem('Name a stage: --stage <name>, KEEPSAKE_STAGE or --local.');
  const { region, endpoint, credentials } = await stageAccess(settings);
  const client = new DynamoDBClient({
    region,
    credentials,
    ...(endpoint !== undefined && { endpoint }),
  });
  return {
    deliveries: new DynamoDeliveries(documentClient(client), resources.quotasTable),
    close: () => client.destroy(),
  };
};
