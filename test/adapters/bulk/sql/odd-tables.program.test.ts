import { describe, expect, it } from '@jest/globals';
import { SqlSource } from '../../../../adapters/bulk/sources/sql.ts';
import { PostgresRows } from '../../../../adapters/bulk/sql/postgres-rows.ts';
import type { SourceFile } from '../../../../core/bulk/model/transfer.ts';
import { LegacyPhotos, record } from './legacy-photos.ts';
import { listed } from './listed.ts';

const old = LegacyPhotos.forTests();

type Names = { table: string; id: string; column: string };

const withRows = async <Answer>(
  names: Names,
  work: (rows: PostgresRows) => Promise<Answer>,
): Promise<Answer> => {
  const { url } = old.postgres;
  const rows = new PostgresRows({ url, ...names, urlOf: (key) => `s3://kept/${key}` });
  try {
    return await work(rows);
  } finally {
    await rows.close();
  }
};

const list = (names: Names, after?: string): Promise<SourceFile[]> =>
  listed(new SqlSource({ url: old.postgres.url, ...names, root: '/' }), after);

const recordOf = ({ row }: SourceFile) => {
  if (!row) throw new Error('The file has no row.');
  return record(row.id, row.value, { row });
};

/** Everything of the database but the contents of its own catalogs, in a form to compare. */
const schema = () =>
  old.query(`SELECT table_schema, table_name, column_name, data_type
    FROM information_schema.columns
    WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2, 3`);

describe('names that SQL would read otherwise', () => {
  it.each<[string, string, string, string]>([
    ['spaces, quotes, capitals', 'Old "Site"', "Photo's; --", 'The "Id"'],
    ['dollars', 'a$$b', '$1', '$body$'],
    ['percent signs and backslashes', '%s', 'a\\b', '%I'],
    ['words of SQL', 'select', 'table', 'order'],
    ['other scripts', '写真', 'фото', 'é😀'],
    ['dots', 'old.site', 'photo.s', 'i.d'],
  ])('are taken as they are: %s', async (_what, schemaName, table, id) => {
    const sql = (name: string): string => `"${name.replaceAll('"', '""')}"`;
    const [place, column] = [`${sql(schemaName)}.${sql(table)}`, `pfad ${id}`];
    await old.query(`CREATE SCHEMA ${sql(schemaName)}`);
    await old.query(`CREATE TABLE ${place} (${sql(id)} int PRIMARY KEY, ${sql(column)} text)`);
    await old.query(`INSERT INTO ${place} VALUES (1, 'etc/hostname')`);
    const dotted = schemaName.includes('.') ? place : `${schemaName}.${table}`;
    const names = { table: dotted, id, column };
    const before = await schema();
    const [file] = await list(names);
    if (!file) throw new Error('No file is listed.');
    await withRows(names, async (rows) => {
      await rows.prepare('first');
      expect(await rows.writeOutcomes([recordOf(file)])).toEqual([]);
      expect((await rows.check()).filter(({ ok }) => !ok)).toEqual([]);
      const key = sql(`${column}_s3_key`);
      expect(await old.query(`SELECT ${key} AS key FROM ${place}`)).toEqual([
        { key: 'legacy/etc/hostname' },
      ]);
      expect(await rows.undo('first')).toEqual({ restored: 1, kept: 0 });
    });
    expect(await schema()).toEqual(before);
    await old.query(`DROP SCHEMA ${sql(schemaName)} CASCADE`);
  });
});

describe('a column of fixed width', () => {
  it('names files without the blanks that PostgreSQL fills it up with', async () => {
    await old.query(`CREATE TABLE pages (id char(4) PRIMARY KEY, path char(40))`);
    await old.query(`INSERT INTO pages VALUES ('a', 'etc/hostname'), ('b', 'etc/hosts')`);
    const names = { table: 'pages', id: 'id', column: 'path' };
    const [first, second] = await list(names);
    expect([first?.problem, first?.row?.value]).toEqual([undefined, 'etc/hostname']);
    expect(await list(names, first?.path)).toEqual([second]);
    if (!first) throw new Error('No file is listed.');
    await withRows(names, async (rows) => {
      await rows.prepare('first');
      expect(await rows.writeOutcomes([recordOf(first)])).toEqual([]);
      expect(await rows.undo('first')).toEqual({ restored: 1, kept: 0 });
    });
  });
});

describe('a table that the search path does not find', () => {
  it('is refused, with the schema to name', async () => {
    await old.query('CREATE SCHEMA archive');
    await old.query('CREATE TABLE archive.pages (id int PRIMARY KEY, path text)');
    const message = expect.stringContaining('Schema archive has one: name it with its schema.');
    const names = { id: 'id', column: 'path' };
    await expect(list({ table: 'pages', ...names })).rejects.toMatchObject({ message });
    expect(await list({ table: 'archive.pages', ...names })).toEqual([]);
    await old.query('DROP SCHEMA archive CASCADE');
  });
});

describe('a column whose name is long', () => {
  it.each([40, 41])('is taken when every name made of it fits: %i bytes', async (bytes) => {
    const column = 'x'.repeat(bytes);
    await old.query(`CREATE TABLE pages (id int PRIMARY KEY, ${column} text)`);
    await withRows({ table: 'pages', id: 'id', column }, async (rows) => {
      const prepared = rows.prepare('first');
      if (bytes === 40) await prepared;
      else await expect(prepared).rejects.toThrow('Its name may have 40 bytes at most.');
    });
  });
});

describe('a domain', () => {
  it('is taken as the type that it is made of', async () => {
    await old.query('CREATE DOMAIN place AS char(40)');
    await old.query('CREATE TABLE pages (id int PRIMARY KEY, path place)');
    await old.query(`INSERT INTO pages VALUES (1, 'etc/hostname')`);
    expect(await list({ table: 'pages', id: 'id', column: 'path' })).toMatchObject([
      { path: '1/etc/hostname', row: { value: 'etc/hostname' } },
    ]);
  });
});

describe('an id that is an empty text', () => {
  it('has its file like every other, and the listing resumes after it', async () => {
    await old.query('CREATE TABLE pages (id text PRIMARY KEY, path text)');
    await old.query(`INSERT INTO pages VALUES ('', 'etc/hostname'), ('b', 'etc/hosts')`);
    const names = { table: 'pages', id: 'id', column: 'path' };
    const files = await list(names);
    expect(files.map(({ row, problem }) => [row?.id, problem])).toEqual([
      ['', undefined],
      ['b', undefined],
    ]);
    expect(await list(names, files[0]?.path)).toEqual(files.slice(1));
  });
});

describe('a table whose rows lie in tables that inherit from it', () => {
  it('is refused: ids of the others need not be its own', async () => {
    await old.query('CREATE TABLE newer () INHERITS (photos)');
    await old.query(`INSERT INTO newer VALUES (1, 'etc/hostname', 'A')`);
    await expect(list({ table: 'photos', id: 'id', column: 'photo_path' })).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringContaining('inherit'),
    });
  });

  it('is taken where it is partitioned: its key is that of all partitions', async () => {
    await old.query('CREATE TABLE pages (id int PRIMARY KEY, path text) PARTITION BY RANGE (id)');
    await old.query('CREATE TABLE pages_1 PARTITION OF pages FOR VALUES FROM (1) TO (9)');
    await old.query(`INSERT INTO pages VALUES (1, 'etc/hostname')`);
    expect(await list({ table: 'pages', id: 'id', column: 'path' })).toMatchObject([
      { path: '1/etc/hostname' },
    ]);
  });

  it('is named whole: one of its partitions is refused, with the table to name instead', async () => {
    await old.query('CREATE SCHEMA archive');
    await old.query(
      'CREATE TABLE archive.pages (id int PRIMARY KEY, path text) PARTITION BY RANGE (id)',
    );
    await old.query('CREATE TABLE pages_1 PARTITION OF archive.pages FOR VALUES FROM (1) TO (9)');
    await expect(list({ table: 'pages_1', id: 'id', column: 'path' })).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringContaining('Name the partitioned table: archive.pages.'),
    });
    await old.query('DROP SCHEMA archive CASCADE');
  });
});
