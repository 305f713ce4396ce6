import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { RandomIds } from '../../adapters/aws/random-ids.ts';
import { SystemClock } from '../../adapters/aws/system-clock.ts';
import { documentClient } from '../../adapters/dynamo/document.ts';
import { DynamoMachineKeys } from '../../adapters/sessions/dynamo-machine-keys.ts';
import { CommandProblem } from '../command-problem.ts';
import { resourcesOf, stageAccess } from '../open-stage.ts';
import type { Settings } from '../settings.ts';

/** The machine keys of the stage that the settings name. Throws `CommandProblem`. */
export const openKeys = async (settings: Settings) => {
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
    keys: new DynamoMachineKeys(documentClient(client), resources.sessionsTable),
    ids: new RandomIds(),
    clock: new SystemClock(),
    close: () => client.destroy(),
  };
};
