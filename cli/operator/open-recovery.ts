import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientSettings } from '../../adapters/aws/client-settings.ts';
import { documentClient } from '../../adapters/dynamo/document.ts';
import { DynamoRecordTable, describeTable } from '../../adapters/operations/dynamo-record-table.ts';
import { S3Objects } from '../../adapters/storage/s3-objects.ts';
import { maxSingleCopyBytes } from '../../adapters/storage/s3-part-plan.ts';
import { isOfTable } from '../../core/operations/model/recovered-item.ts';
import type { StoredItem } from '../../core/operations/ports.ts';
import { fileRecovery } from '../../core/operations/recover-file.ts';
import { s3ClientOf } from '../aws-access.ts';
import { CommandProblem } from '../command-problem.ts';
import { exitCodes } from '../exit-codes.ts';
import { openTables } from '../open-stage.ts';
import type { Settings } from '../settings.ts';

/** What a recovery is made from. */
export type RecoverySource = {
  /** A table of the stage, e.g. `uploads`. */
  name: string;
  /** The table that the backup was restored to, and its region if it is another one. */
  table: string;
  region: string | undefined;
  /** The bucket that has the files of uploads. */
  filesFrom: string | undefined;
};

/** A backup and the table of the stage that it belongs to. Throws `CommandProblem`. */
export const openRecovery = async (
  settings: Settings,
  { name, table, region, filesFrom }: RecoverySource,
) => {
  const opened = await openTables(settings);
  const { access, resources } = opened;
  const clientIn = (where: string) =>
    new DynamoDBClient(clientSettings({ ...access, region: where }, 'dynamodb'));
  const [here, there] = [clientIn(access.region), clientIn(region ?? access.region)];
  const records = await openTable(here, tableNamed(opened, name));
  const backup = await openTable(there, table);
  assertSameKind(backup, records, name);
  const storage = await openFiles(opened, filesFrom);
  return {
    backup,
    records,
    erasures: name === 'erasures' ? undefined : await openTable(here, resources.erasuresTable),
    isOurs: (item: StoredItem) => isOfTable(name, item),
    files: storage?.files,
    close: () => {
      for (const client of [opened, storage]) client?.close();
      for (const client of [here, there]) client.destroy();
    },
  };
};

const openTable = async (client: DynamoDBClient, table: string): Promise<DynamoRecordTable> => {
  const found = await describeTable(client, table);
  if (!found) throw new CommandProblem(`There is no table ${table}.`, exitCodes.missing);
  if (!found.isReady)
    throw new CommandProblem(
      `The table ${table} is not ready yet. Wait for it: ` +
        `aws dynamodb wait table-exists --table-name ${table}`,
    );
  return new DynamoRecordTable(documentClient(client), table, found.keyFields);
};

type Opened = Awaited<ReturnType<typeof openTables>>;

const tableNamed = ({ resources }: Opened, name: string): string => {
  const { [`${name}Table`]: table } = resources as unknown as Record<string, string | undefined>;
  if (table !== undefined) return table;
  throw new CommandProblem(`The stage tells of no table '${name}'.`, exitCodes.missing);
};

const assertSameKind = (backup: DynamoRecordTable, records: DynamoRecordTable, name: string) => {
  const [found, expected] = [backup.keyFields.join(', '), records.keyFields.join(', ')];
  if (found !== expected)
    throw new CommandProblem(
      `The backup is not one of the table '${name}': its key is ${found}, expected ${expected}.`,
    );
};

const openFiles = async ({ access, resources }: Opened, from: string | undefined) => {
  if (from === undefined) return undefined;
  const s3 = await s3ClientOf(access);
  const { filesBucket: to, categories } = resources;
  return {
    close: () => s3.destroy(),
    files: fileRecovery({
      objects: new S3Objects(s3, { multipartCopyBytes: maxSingleCopyBytes }),
      from,
      to,
      storageClassOf: (category) => categories[category]?.storageClass ?? 'STANDARD',
    }),
  };
};
