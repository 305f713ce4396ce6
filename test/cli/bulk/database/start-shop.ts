import { afterAll } from '@jest/globals';
import { type Postgres, startPostgres } from '../../../postgres/start-postgres.ts';
import { FakeStorage } from '../fake-storage.ts';

/** Files by path in the working folder, SQL that fills the database; `logs` as PostgreSQL's. */
type Contents = { files: Record<string, string>; sql?: readonly string[]; logs?: boolean };

/** A shop for the tests of one file: a database, files and a bucket. It stops after them. */
export const startShop = async ({
  files,
  sql = [],
  logs = false,
}: Contents): Promise<{ postgres: Postgres; storage: FakeStorage }> => {
  const postgres = await startPostgres({ logs });
  afterAll(() => postgres.stop());
  const storage = await FakeStorage.start();
  afterAll(() => storage.stop());
  storage.here.files(files);
  for (const statement of sql) await postgres.query(statement);
  return { postgres, storage };
};
