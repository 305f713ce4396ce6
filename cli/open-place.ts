import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoBatches } from '../adapters/dynamo-batches.ts';
import { documentClient } from '../adapters/dynamo-document.ts';
import { DynamoRegistrations } from '../adapters/dynamo-registrations.ts';
import { DynamoUploads } from '../adapters/dynamo-uploads.ts';
import { SqliteBatches } from '../adapters/sqlite-batches.ts';
import { SqliteJournal } from '../adapters/sqlite-journal.ts';
import { stackOutputs } from '../adapters/stack-outputs.ts';
import { SystemClock } from '../adapters/system-clock.ts';
import type { Batches, Registrations } from '../core/bulk-ports.ts';
import type { Uploads } from '../core/ports.ts';
import { type Access, targetAccess } from './aws-access.ts';
import { CommandProblem } from './command-problem.ts';
import { exitCodes } from './exit-codes.ts';
import { type Category, defaultJournal, type Settings } from './settings.ts';

/** The stage files are registered in. */
export type StagePlace = {
  filesBucket: string;
  categories: Readonly<Record<string, Category>>;
  uploads: Uploads;
  registrations: Registrations;
};

/** Where batches are kept, and the stage, if one was named. */
export type Place = { batches: Batches; stage: StagePlace | undefined; close: () => void };

type Resources = { batchesTable: string; uploadsTable: string; filesBucket: string; categories: StagePlace['categories'] };

const needed = ['batchesTable', 'uploadsTable', 'filesBucket', 'categories'] as const;

const deployed = async (access: Access, stage: string): Promise<Resources> => {
  const stack = `Keepsake-${stage}-Data`;
  const outputs = await stackOutputs(access, stack);
  if (!outputs)
    throw new CommandProblem(
      `There is no stack ${stack} in ${access.endpoint ?? access.region}. Name another --stage or --region.`,
      exitCodes.missing,
    );
  const missing = needed.filter((name) => !outputs[name]);
  if (missing.length > 0)
    throw new CommandProblem(`${stack} lacks the outputs ${missing.join(', ')}. Deploy this version of Keepsake.`, exitCodes.missing);
  const { batchesTable = '', uploadsTable = '', filesBucket = '', categories = '' } = outputs;
  return { batchesTable, uploadsTable, filesBucket, categories: JSON.parse(categories) };
};

/** What the stage is made of; `undefined` without one. Throws `CommandProblem`. */
export const resourcesOf = async ({ local, stage }: Settings, access: () => Promise<Access>): Promise<Resources | undefined> => {
  if (local) {
    const { tables, filesBucket, categories } = local;
    return { batchesTable: tables.batches, uploadsTable: tables.uploads, filesBucket, categories };
  }
  return stage === undefined ? undefined : deployed(await access(), stage);
};

const journalPlace = (file: string): Pick<Place, 'batches' | 'close'> => {
  const journal = new SqliteJournal(file);
  return { batches: new SqliteBatches(journal, new SystemClock()), close: () => journal.close() };
};

// The stage is where AWS is: --endpoint-url names the destination only, unless the environment moves all of AWS.
const stageAccess = (settings: Settings): Promise<Access> =>
  targetAccess({ ...settings, endpoint: settings.local?.endpoint ?? process.env.AWS_ENDPOINT_URL });

/** Opens what the settings name. Throws `CommandProblem`. */
export const openPlace = async (settings: Settings): Promise<Place> => {
  const resources = await resourcesOf(settings, () => stageAccess(settings));
  if (!resources) return { ...journalPlace(settings.journal ?? defaultJournal), stage: undefined };
  const { region, endpoint, credentials } = await stageAccess(settings);
  const client = new DynamoDBClient({ region, credentials, ...(endpoint !== undefined && { endpoint }) });
  const documents = documentClient(client);
  const stage = {
    filesBucket: resources.filesBucket,
    categories: resources.categories,
    uploads: new DynamoUploads(documents, resources.uploadsTable),
    registrations: new DynamoRegistrations(documents, resources.uploadsTable),
  };
  if (settings.journal !== undefined) return { ...journalPlace(settings.journal), stage };
  return { batches: new DynamoBatches(documents, resources.batchesTable, new SystemClock()), stage, close: () => client.destroy() };
};
