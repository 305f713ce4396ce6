import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Postgres, startPostgres } from '../../../postgres/start-postgres.ts';
import type { Workplace } from '../../run-keepsake.ts';
import { FakeStorage } from '../fake-storage.ts';

let postgres: Postgres;
let storage: FakeStorage;
let here: Workplace;
let shop: string;
let staging: string;

const media = { 'media/a.jpg': 'A', 'media/b.jpg': 'B' };

const fill = `
  CREATE TABLE photos (id integer PRIMARY KEY, photo_path text);
  INSERT INTO photos VALUES (1, 'a.jpg'), (2, 'b.jpg'), (3, 'lost.jpg')`;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(() => postgres.stop());

beforeEach(async () => {
  storage = await FakeStorage.start();
  here = storage.here.files(media);
  for (const name of ['shop', 'staging'])
    await postgres.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  shop = await postgres.database('shop', fill);
  staging = await postgres.database('staging', fill);
});

afterEach(() => storage.stop());

const migrate = (url: string): string =>
  `migrate ${url} --table photos --column photo_path --root ./media --to s3://bucket/old --json`;

/** The address of a database as the command line names it. */
const nameOf = (url: string): string => `${new URL(url).host}${new URL(url).pathname}`;

const migrated = async (): Promise<string> => {
  const { code, lines, stderr } = await here.run(migrate(shop));
  expect([code, stderr]).toEqual([3, expect.any(String)]);
  return String(lines[0]?.batchId);
};

/** All that is to stay as it is: the files, the bucket and both databases. */
const everything = () => [storage.objects, postgres.dataDump('shop'), postgres.dataDump('staging')];

describe('keepsake <verb> <batch>, with KEEPSAKE_SOURCE_URL leading to another database', () => {
  const verbs = (id: string): string[] => [
    `resume ${id}`,
    `verify ${id}`,
    `rollback ${id}`,
    `rollback ${id} --apply --more-than-half`,
  ];

  it('is refused, changes nothing, and says how to name the other one', async () => {
    const id = await migrated();
    const before = everything();
    for (const line of verbs(id)) {
      const { code, stderr } = await here.run(line, { KEEPSAKE_SOURCE_URL: staging });
      expect([line, code]).toEqual([line, 4]);
      expect(stderr).toContain(`belongs to the database ${nameOf(shop)}`);
      expect(stderr).toContain(`--database ${nameOf(staging)}`);
    }
    expect(everything()).toEqual(before);
  });
});

describe('keepsake rollback <batch> --apply --database host:port/staging', () => {
  it('works in the other database, because it is named', async () => {
    const id = await migrated();
    const before = postgres.dataDump('shop');
    const line = `rollback ${id} --apply --more-than-half --database ${nameOf(staging)}`;
    const { code } = await here.run(line, { KEEPSAKE_SOURCE_URL: staging });
    expect(code).toBe(0);
    expect(storage.objects).toEqual({});
    expect(postgres.dataDump('shop')).toBe(before);
  });

  it('does not serve for a database of another name', async () => {
    const id = await migrated();
    const line = `rollback ${id} --apply --database ${nameOf(staging)}2`;
    expect(await here.run(line, { KEEPSAKE_SOURCE_URL: staging })).toMatchObject({ code: 4 });
  });
});

describe('keepsake resume <batch> --database host:port/staging', () => {
  it('moves the batch: from then on the first database is the other one', async () => {
    const id = await migrated();
    const line = `resume ${id} --database ${nameOf(staging)}`;
    expect((await here.run(line, { KEEPSAKE_SOURCE_URL: staging })).code).toBe(3);
    expect(await here.run(`verify ${id}`, { KEEPSAKE_SOURCE_URL: shop })).toMatchObject({
      code: 4,
      stderr: expect.stringContaining(`belongs to the database ${nameOf(staging)}`),
    });
  });
});

describe('keepsake resume <batch>, with PGDATABASE leading to another database', () => {
  it('is refused: the URL named no database, and the first run recorded which one it was', async () => {
    const { protocol, username, host } = new URL(shop);
    const server = `${protocol}//${username}@${host}`;
    const { lines } = await here.run(migrate(server), { PGDATABASE: 'shop' });
    const id = String(lines[0]?.batchId);
    const before = everything();
    expect(await here.run(`resume ${id}`, { PGDATABASE: 'staging' })).toMatchObject({ code: 4 });
    expect(everything()).toEqual(before);
    expect(await here.run(`resume ${id}`, { PGDATABASE: 'shop' })).toMatchObject({ code: 3 });
  });
});

describe('keepsake migrate postgres://…/shop, with KEEPSAKE_SOURCE_URL leading to another database', () => {
  it('is refused before anything is listed', async () => {
    const before = everything();
    const { username, host, pathname } = new URL(shop);
    const line = migrate(`postgres://${username}@${host}${pathname}`);
    expect(await here.run(line, { KEEPSAKE_SOURCE_URL: staging })).toMatchObject({
      code: 4,
      stderr: expect.stringContaining(`--database ${nameOf(staging)}`),
    });
    expect(everything()).toEqual(before);
  });
});

describe('keepsake cancel <batch>, with KEEPSAKE_SOURCE_URL leading to another database', () => {
  it('cancels: it opens no database at all', async () => {
    const { lines } = await here.run(`${migrate(shop)} --dry-run`);
    const id = String(lines.at(-1)?.batchId);
    const before = everything();
    expect(
      await here.run(`cancel ${id}`, { KEEPSAKE_SOURCE_URL: 'postgres://nowhere/x' }),
    ).toMatchObject({ code: 0, stdout: expect.stringContaining('cancelled by') });
    expect(everything()).toEqual(before);
  });
});
