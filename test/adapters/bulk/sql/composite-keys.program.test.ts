import { beforeEach, describe, expect, it } from '@jest/globals';
import { SqlSource } from '../../../../adapters/bulk/sources/sql.ts';
import { PostgresRows } from '../../../../adapters/bulk/sql/postgres-rows.ts';
import type { SourceFile } from '../../../../core/bulk/model/transfer.ts';
import { LegacyPhotos, record } from './legacy-photos.ts';
import { listed } from './listed.ts';

const old = LegacyPhotos.forTests();

const names = { table: 'pages', id: 'shop,name', column: 'path' };

/** Keys in their order, by number and then by text: none of them may be taken for another. */
const keys: [number, string][] = [
  [1, ''],
  [1, '"'],
  [1, '.'],
  [1, '..'],
  [1, '1,a'],
  [1, '[]'],
  [1, '\\'],
  [1, 'a'],
  [1, 'a/b'],
  [1, 'é😀'],
  [2, ','],
  [10, 'a'],
];

const open = (id = names.id): SqlSource =>
  new SqlSource({ url: old.postgres.url, ...names, id, root: '/' });

const list = (after?: string, id?: string): Promise<SourceFile[]> => listed(open(id), after);

const withRows = async (work: (rows: PostgresRows) => Promise<void>): Promise<void> => {
  const { url } = old.postgres;
  const rows = new PostgresRows({ url, ...names, urlOf: (key) => `s3://kept/${key}` });
  try {
    await work(rows);
  } finally {
    await rows.close();
  }
};

const recordOf = ({ path, row }: SourceFile) => {
  if (!row) throw new Error('The file has no row.');
  return record(row.id, row.value, { path, row, recordId: path });
};

const written = (): Promise<Record<string, unknown>[]> =>
  old.query(`SELECT shop, name, path_migration_status AS status FROM pages ORDER BY shop, name`);

beforeEach(async () => {
  await old.query(
    'CREATE TABLE pages (name text COLLATE "C", shop int, path text, PRIMARY KEY (shop, name))',
  );
  for (const [shop, name] of keys)
    await old.query(`INSERT INTO pages VALUES ($1, $2, 'etc/hostname')`, [name, shop]);
});

describe('a key of several columns', () => {
  it('lists every row in the order of its columns, each under a path of its own', async () => {
    const files = await list();
    expect(files.map(({ problem }) => problem)).toEqual(keys.map(() => undefined));
    expect(files.map(({ row }) => JSON.parse(row?.id ?? ''))).toEqual(
      keys.map(([shop, name]) => [String(shop), name]),
    );
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['1,a/etc/hostname', '1,1%2Ca/etc/hostname', '1,a%2Fb/etc/hostname']),
    );
    expect(new Set(files.map(({ path }) => path)).size).toBe(keys.length);
  });

  it('resumes after every row, and finds every row again', async () => {
    const files = await list();
    const source = open();
    for (const [index, file] of files.entries()) {
      expect(await list(file.path)).toEqual(files.slice(index + 1));
      expect(await source.stat(file.path)).toEqual(file);
    }
    await source.close();
  });

  it('reads more rows than a page has, and logs each as pending', async () => {
    await old.query(
      `INSERT INTO pages SELECT 'n' || n % 7, n, 'etc/hostname' FROM generate_series(100, 6100) AS n`,
    );
    const files = await list();
    expect(new Set(files.map(({ path }) => path)).size).toBe(6001 + keys.length);
    expect(files).toHaveLength(6001 + keys.length);
    await withRows((rows) => rows.prepare('first'));
    expect(await old.query('SELECT files::int, pending::int FROM s3_migration_progress')).toEqual([
      { files: 6001 + keys.length, pending: 6001 + keys.length },
    ]);
  });

  it('writes each outcome to its own row, once, and puts single rows and all back', async () => {
    const files = await list();
    const records = files.map(recordOf);
    const mine = records.filter((_, index) => index % 2 === 0);
    await withRows(async (rows) => {
      await rows.prepare('first');
      expect(await rows.writeOutcomes(mine)).toEqual([]);
      const halves = keys.map((_, index) => (index % 2 === 0 ? 'migrated' : null));
      expect((await written()).map(({ status }) => status)).toEqual(halves);
      expect(await old.log()).toHaveLength(mine.length);
      expect(await rows.restore('first', mine.slice(0, 1))).toEqual({ restored: 1, kept: 0 });
      expect((await written()).map(({ status }) => status)).toEqual([null, ...halves.slice(1)]);
      expect(await rows.undo('first')).toEqual({ restored: mine.length - 1, kept: 0 });
    });
    expect(await old.query('SELECT * FROM pages LIMIT 1')).toEqual([
      { name: expect.any(String), shop: expect.any(Number), path: 'etc/hostname' },
    ]);
  });

  it('says so of a row that is gone', async () => {
    const records = (await list()).map(recordOf);
    await withRows(async (rows) => {
      await rows.prepare('first');
      await old.query(`DELETE FROM pages WHERE shop = 10`);
      expect(await rows.writeOutcomes(records)).toEqual([
        { recordId: '10,a/etc/hostname', reason: 'Its row is gone from the table.' },
      ]);
    });
  });

  it('may have any types, in any order, and names with commas in quotes', async () => {
    await old.query('DROP TABLE pages');
    await old.query(
      'CREATE TABLE pages (at timestamptz, "a,b" uuid, c char(4), path text, UNIQUE (c, "a,b", at))',
    );
    await old.query('ALTER TABLE pages ALTER at SET NOT NULL, ALTER "a,b" SET NOT NULL');
    await old.query('ALTER TABLE pages ALTER c SET NOT NULL');
    await old.query(
      `INSERT INTO pages SELECT '2030-01-01T00:00:00Z'::timestamptz + n * interval '1 h',
        '00000000-0000-4000-8000-000000000001', 'x', 'etc/hostname' FROM generate_series(1, 3) AS n`,
    );
    const id = 'c,"a,b",at';
    const files = await list(undefined, id);
    expect(files).toHaveLength(3);
    for (const [index, { path }] of files.entries())
      expect(await list(path, id)).toEqual(files.slice(index + 1));
  });
});

describe('a key that does not tell rows apart', () => {
  const refusal = (id: string): Promise<unknown> => list(undefined, id).catch(String);

  it.each([
    ['shop', /shop must be unique and not null: a primary key\. .*--id 'shop,name'\./],
    ['name,path', /name, path must be unique together .*--id 'shop,name'\./],
    ['shop,nothing', /pages has no column nothing\./],
  ])('is refused with the one to name instead: --id %s', async (id, message) => {
    expect(await refusal(id)).toMatch(message);
  });

  it.each([
    ['may be null', 'ALTER TABLE pages ADD UNIQUE (shop, name)'],
    ['is unique for some rows', 'CREATE UNIQUE INDEX ON pages (shop, name) WHERE shop > 0'],
    ['is unique by an expression', 'CREATE UNIQUE INDEX ON pages (shop, lower(name))'],
    ['has no index', 'SELECT 1'],
  ])('is refused where it %s', async (_what, statement) => {
    await old.query('ALTER TABLE pages DROP CONSTRAINT pages_pkey');
    const nullable = statement.startsWith('ALTER');
    await old.query(`ALTER TABLE pages ALTER name ${nullable ? 'DROP' : 'SET'} NOT NULL`);
    await old.query(`ALTER TABLE pages ALTER shop SET NOT NULL`);
    await old.query(statement);
    expect(await refusal('shop,name')).toMatch(/pages has no primary key\. Add one/);
  });
});
