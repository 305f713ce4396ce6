import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { HttpPolicy } from '../../../../adapters/aws/http-guard.ts';
import { SqlSource } from '../../../../adapters/bulk/sources/sql.ts';
import type { SourceFile } from '../../../../core/bulk/model/transfer.ts';
import { type Postgres, startPostgres } from '../../../postgres/start-postgres.ts';
import { listed } from '../sql/listed.ts';
import { type TemporaryFolder, temporaryFolder } from './temporary-folder.ts';

export let disk: TemporaryFolder;
export let postgres: Postgres;
export let root = '';

/** A PostgreSQL for this file and, before each test, two files and no table. */
export const useDatabase = (): void => {
  beforeAll(async () => {
    disk = temporaryFolder();
    postgres = await startPostgres();
  });

  afterAll(async () => {
    await postgres.stop();
    disk.remove();
  });

  beforeEach(async () => {
    root = disk.write({ 'a.jpg': 'bytes', '2019/b.jpg': 'more' });
    await postgres.query('DROP TABLE IF EXISTS photos');
  });
};

type Settings = { table?: string; id?: string; column?: string; from?: string; http?: HttpPolicy };

export const open = ({
  table = 'photos',
  id = 'id',
  column = 'photo',
  from = root,
  http,
}: Settings = {}): SqlSource =>
  new SqlSource({ url: postgres.url, table, id, column, root: from, ...(http && { http }) });

export const list = (settings: Settings = {}, after?: string): Promise<SourceFile[]> =>
  listed(open(settings), after);

export const table = async (
  type: string,
  values: readonly unknown[],
  idType = 'int',
): Promise<void> => {
  await postgres.query(`CREATE TABLE photos (id ${idType} PRIMARY KEY, photo ${type})`);
  for (const [index, value] of values.entries())
    await postgres.query('INSERT INTO photos VALUES ($1, $2)', [index + 1, value]);
};
