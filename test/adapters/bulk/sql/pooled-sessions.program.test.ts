import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../../../adapters/bulk/sql/database.ts';
import { startPooler } from '../../../postgres/transaction-pooler.ts';
import { LegacyPhotos } from './legacy-photos.ts';

const old = LegacyPhotos.forTests();
let pooler: Awaited<ReturnType<typeof startPooler>>;
let database: Database;

beforeAll(async () => {
  await old.query("ALTER ROLE keepsake SET bytea_output = 'escape'");
  await old.query("ALTER ROLE keepsake SET DateStyle = 'SQL, DMY'");
  const url = new URL(old.postgres.url);
  pooler = await startPooler(Number(url.port));
  url.port = `${pooler.port}`;
  url.search = '?sslmode=disable';
  database = new Database(url.href);
});
afterAll(async () => {
  await database.close();
  pooler.stop();
});

const formats = "SELECT '\\x00'::bytea::text AS bytes, '2030-02-01'::date::text AS day";
const ours = [{ bytes: '\\x00', day: '2030-02-01' }];

describe('a database behind a pooler that gives each transaction another session', () => {
  it('gives values the same text in every one of them', async () => {
    for (let count = 0; count < 5; count += 1) expect(await database.rows(formats)).toEqual(ours);
  });

  it('gives them the same text throughout a transaction', async () => {
    for (let count = 0; count < 3; count += 1)
      await database.transaction(async (session) => {
        for (let time = 0; time < 2; time += 1) expect(await session.rows(formats)).toEqual(ours);
      });
  });

  it('builds an index while the table is used, which no transaction may', async () => {
    const index = 'INDEX CONCURRENTLY';
    await database.rows(`CREATE ${index} pooled ON photos USING hash (photo_path)`);
    await database.rows(`DROP ${index} IF EXISTS pooled`);
    expect(await old.query("SELECT to_regclass('pooled') AS found")).toEqual([{ found: null }]);
  });
});
