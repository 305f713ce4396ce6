import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { clientSettings } from '../adapters/aws/client-settings.ts';
import { stackOutputs } from '../adapters/aws/stacks.ts';
import { SystemClock } from '../adapters/aws/system-clock.ts';
import { DynamoRegistrations } from '../adapters/bulk/dynamo-registrations.ts';
import { DynamoBatches } from '../adapters/bulk/journal/dynamo-batches.ts';
import type { Patience } from '../adapters/bulk/transfer/engine/patience.ts';
import { documentClient } from '../adapters/dynamo/document.ts';
import { DynamoUploads } from '../adapters/uploads/dynamo-uploads.ts';
import { type Access, targetAccess } from './aws-access.ts';
import { CommandProblem } from './command-problem.ts';
import { exitCodes } from './exit-codes.ts';
import type { LocalStage, Settings } from './settings.ts';
import type { StageRegistry, Workspace } from './workspace.ts';

/** Outputs of a stage's Data stack. */
const needed = [
  'batchesTable',
  'uploadsTable',
  'ordersTable',
  'erasuresTable',
  'sessionsTable',
  'statsTable',
  'filesBucket',
  'categories',
] as const;

type Outputs = Record<(typeof needed)[number], string>;

type Resources = Omit<Outputs, 'categories'> &
  Pick<StageRegistry, 'categories'> &
  Pick<LocalStage, 'replica' | 'legacyBaseUrl'>;

/** For a command that needs a stage, and was given none. */
export const noStage = (): CommandProblem =>
  new CommandProblem('Name a stage: --stage <name>, KEEPSAKE_STAGE or --local.');

/** How the stage is reached. `--endpoint-url` alone moves the destination only. */
export const stageAccess = (settings: Settings): Promise<Access> =>
  targetAccess({ ...settings, endpoint: settings.local?.endpoint ?? process.env.AWS_ENDPOINT_URL });

/** The stage's resources; `undefined` without a stage. Throws `CommandProblem`. */
export const resourcesOf = async (settings: Settings): Promise<Resources | undefined> => {
  const { local, stage } = settings;
  if (!local)
    return stage === undefined ? undefined : findDeployed(await stageAccess(settings), stage);
  const { tables, filesBucket, categories, replica, legacyBaseUrl } = local;
  return {
    batchesTable: tables.batches,
    ...Object.fromEntries(Object.entries(tables).map(([name, table]) => [`${name}Table`, table])),
    uploadsTable: tables.uploads,
    ordersTable: tables.orders,
    erasuresTable: tables.erasures,
    sessionsTable: tables.sessions,
    statsTable: tables.stats,
    filesBucket,
    categories,
    ...(replica && { replica }),
    ...(legacyBaseUrl !== undefined && { legacyBaseUrl }),
  };
};

/** Outputs of a stage with a second region, and of one that knows an older system. */
type OptionalOutputs = { replicaBucket?: string; replicaRegion?: string; legacyBaseUrl?: string };

const findDeployed = async (access: Access, stage: string): Promise<Resources> => {
  const stack = `Keepsake-${stage}-Data`;
  const outputs: (Partial<Outputs> & OptionalOutputs) | undefined = await stackOutputs(
    access,
    stack,
  );
  if (!outputs)
    throw problem(
      `There is no stack ${stack} in ${access.endpoint ?? access.region}. Name another ` +
        '--stage or --region.',
    );
  if (!isWhole(outputs))
    throw problem(
      `${stack} lacks the outputs ${lackingIn(outputs).join(', ')}. ` +
        'Deploy this version of Keepsake.',
    );
  const { replicaBucket: bucket, replicaRegion: region } = outputs;
  return {
    ...outputs,
    categories: JSON.parse(outputs.categories),
    ...(bucket && region && { replica: { bucket, region } }),
  };
};

const problem = (message: string): CommandProblem => new CommandProblem(message, exitCodes.missing);

const isWhole = <Found extends Partial<Outputs>>(outputs: Found): outputs is Found & Outputs =>
  lackingIn(outputs).length === 0;

const lackingIn = (outputs: Partial<Outputs>): string[] => needed.filter((name) => !outputs[name]);

/**
 * The stage's tables, with the operator's own credentials. With `patience`, what is asked of them
 * waits while they do not answer. Throws `CommandProblem`.
 */
export const openTables = async (settings: Settings, patience?: Patience) => {
  const resources = await resourcesOf(settings);
  if (!resources) throw noStage();
  const access = await stageAccess(settings);
  const client = new DynamoDBClient(clientSettings(access, 'dynamodb'));
  const bare = new DynamoDBClient({ ...clientSettings(access, 'dynamodb'), maxAttempts: 1 });
  if (patience) waitWith(patience, client, bare);
  const close = (): void => {
    client.destroy();
    bare.destroy();
  };
  return { resources, access, documents: documentClient(client), close };
};

/** Around the SDK's own tries. A write that is repeated finds the one before by its id. */
const waitWith = (patience: Patience, client: DynamoDBClient, bare: DynamoDBClient): void => {
  const ask = patience.with(() => bare.send(new ListTablesCommand({ Limit: 1 })));
  client.middlewareStack.add((next) => (args) => ask(() => next(args)), {
    step: 'initialize',
    name: 'patience',
  });
};

/** Opens the stage that the settings name. Throws `CommandProblem`. */
export const openStage = async (settings: Settings, patience?: Patience): Promise<Workspace> => {
  const { resources, documents, close } = await openTables(settings, patience);
  const { batchesTable, uploadsTable, erasuresTable, filesBucket, categories, legacyBaseUrl } =
    resources;
  return {
    batches: new DynamoBatches(documents, batchesTable, new SystemClock()),
    stage: {
      filesBucket,
      categories,
      legacyBaseUrl,
      uploads: new DynamoUploads(documents, uploadsTable, { erasures: erasuresTable }),
      registrations: new DynamoRegistrations(documents, uploadsTable),
    },
    close,
  };
};
