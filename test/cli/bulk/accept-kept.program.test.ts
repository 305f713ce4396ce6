import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Postgres, startPostgres } from '../../postgres/start-postgres.ts';
import { FakeStorage } from './fake-storage.ts';

let postgres: Postgres;
let storage: FakeStorage;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(() => postgres.stop());

beforeEach(async () => {
  storage = await FakeStorage.start();
  storage.here.files({ 'media/a.jpg': 'A', 'media/b.jpg': 'B', 'media/c.jpg': 'C' });
  await postgres.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  await postgres.query('CREATE TABLE photos (id integer PRIMARY KEY, photo text)');
  await postgres.query("INSERT INTO photos VALUES (1, 'a.jpg'), (2, 'b.jpg'), (3, 'c.jpg')");
});

afterEach(() => storage.stop());

const statuses = async (): Promise<unknown[]> =>
  (await postgres.query('SELECT photo_s3_key AS key FROM photos ORDER BY id')).map(
    ({ key }) => key,
  );

const migrated = async (): Promise<string> => {
  const { code, lines } = await storage.run(
    `migrate ${postgres.url} --table photos --column photo --root ./media --to s3://bucket/old --json`,
  );
  expect(code).toBe(0);
  return String(lines[0]?.batchId);
};

const rolledBack = async (): Promise<string> => {
  const id = await migrated();
  rmSync(path.join(storage.here.folder, 'media/c.jpg'));
  const { code, stderr } = await storage.run(`rollback ${id} --apply --more-than-half`);
  expect(code).toBe(3);
  expect(stderr).toContain(`rollback ${id} --accept-kept`);
  return id;
};

describe('keepsake rollback <batch> --accept-kept', () => {
  it('ends a batch whose rollback kept a file: file and row stay, and name each other', async () => {
    const id = await rolledBack();
    const database = postgres.dataDump('postgres');
    const { code, stdout } = await storage.run(`rollback ${id} --accept-kept`);
    expect([code, stdout]).toEqual([0, expect.stringContaining('rolled back')]);
    expect(storage.objects).toEqual({ 'old/3/c.jpg': 'C' });
    expect(await statuses()).toEqual([null, null, 'old/3/c.jpg']);
    expect(postgres.dataDump('postgres')).toBe(database);
    expect((await storage.run(`resume ${id}`)).code).toBe(4);
  });

  it('is no consent to remove anything', async () => {
    const id = await rolledBack();
    const { code, stderr } = await storage.run(`rollback ${id} --accept-kept --apply`);
    expect([code, stderr]).toEqual([2, expect.stringContaining('leave out --apply')]);
    expect(storage.objects).toEqual({ 'old/3/c.jpg': 'C' });
  });

  it('is refused while nothing was kept', async () => {
    const id = await migrated();
    expect((await storage.run(`rollback ${id} --accept-kept`)).code).toBe(4);
    expect(await statuses()).toEqual(['old/1/a.jpg', 'old/2/b.jpg', 'old/3/c.jpg']);
  });
});
