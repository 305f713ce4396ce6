import { RandomIds } from '../../adapters/aws/random-ids.ts';
import { SystemClock } from '../../adapters/aws/system-clock.ts';
import { DynamoMachineKeys } from '../../adapters/sessions/dynamo-machine-keys.ts';
import { openTables } from '../open-stage.ts';
import type { Settings } from '../settings.ts';

/** The machine keys of the stage that the settings name. Throws `CommandProblem`. */
export const openKeys = async (settings: Settings) => {
  const { resources, documents, close } = await openTables(settings);
  return {
    keys: new DynamoMachineKeys(documents, resources.sessionsTable),
    ids: new RandomIds(),
    clock: new SystemClock(),
    close,
  };
};
