import { afterAll, beforeAll } from '@jest/globals';
import { PostgresRows } from '../../../adapters/bulk/sql/postgres-rows.ts';
import { MemorySourceRows } from '../../fakes/bulk/memory-source-rows.ts';
import { type Postgres, startPostgres } from '../../postgres/start-postgres.ts';
import { describeSourceRows } from './describe-source-rows.ts';

let memory: MemorySourceRows;

describeSourceRows('MemorySourceRows', {
  make: async () => {
    memory = new MemorySourceRows();
    memory.put('1', 'a.jpg');
    memory.put('2', 'b.jpg');
    return memory;
  },
  rename: async (id, value) => memory.put(id, value),
  said: async (id) => memory.said(id),
});

let postgres: Postgres;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(() => postgres.stop());

describeSourceRows('PostgresRows', {
  make: async () => {
    await postgres.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    await postgres.query('CREATE TABLE photos (id int PRIMARY KEY, photo_path text)');
    await postgres.query(`INSERT INTO photos VALUES (1, 'a.jpg'), (2, 'b.jpg')`);
    return new PostgresRows({
      url: postgres.url,
      table: 'photos',
      id: 'id',
      column: 'photo_path',
      urlOf: (key) => `s3://kept/${key}`,
    });
  },
  rename: async (id, value) => {
    await postgres.query('UPDATE photos SET photo_path = $2 WHERE id = $1', [id, value]);
  },
  said: async (id) => {
    const [row] = await postgres.query('SELECT * FROM photos WHERE id = $1', [id]);
    const {
      photo_path_s3_key: key,
      photo_path_migration_status: status,
      photo_path_migration_batch_id: batchId,
    } = row ?? {};
    return typeof status === 'string'
      ? { key: String(key ?? ''), status, batchId: String(batchId) }
      : undefined;
  },
});
