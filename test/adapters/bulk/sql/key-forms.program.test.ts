import { describe, expect, it } from '@jest/globals';
import { SqlSource } from '../../../../adapters/bulk/sources/sql.ts';
import { PostgresRows } from '../../../../adapters/bulk/sql/postgres-rows.ts';
import type { SourceFile } from '../../../../core/bulk/model/transfer.ts';
import { LegacyPhotos, record } from './legacy-photos.ts';
import { listed } from './listed.ts';

const old = LegacyPhotos.forTests();

const names = { table: 'pages', id: 'id', column: 'path' };

const list = (after?: string): Promise<SourceFile[]> =>
  listed(new SqlSource({ url: old.postgres.url, ...names, root: '/' }), after);

const withRows = async <Answer>(work: (rows: PostgresRows) => Promise<Answer>): Promise<Answer> => {
  const rows = new PostgresRows({ url: old.postgres.url, ...names, urlOf: (key) => key });
  try {
    return await work(rows);
  } finally {
    await rows.close();
  }
};

const recordOf = ({ path, row }: SourceFile) => {
  if (!row) throw new Error('The file has no row.');
  return record(row.id, row.value, { path, row, recordId: path });
};

const set = (name: string, value: string): Promise<unknown> =>
  old.query(`ALTER DATABASE postgres SET ${name} = '${value}'`);

const makePages = async (type: string, values: readonly string[]): Promise<void> => {
  await old.query(`CREATE TABLE pages (id ${type} PRIMARY KEY, path text)`);
  for (const value of values)
    await old.query(`INSERT INTO pages VALUES ($1::text::${type}, 'etc/hostname')`, [value]);
};

const days = ['2030-02-01', '2030-01-02', '0044-03-15 BC', 'infinity', '-infinity'];
const times = [
  '2030-02-01 10:00:00.123456+02',
  '2030-01-02 23:30+00',
  '0044-03-15 10:00:00+00 BC',
  'infinity',
  '-infinity',
];

describe('a key whose text depends on settings of the session', () => {
  it.each([
    ['date', 'DateStyle', 'SQL, DMY', 'SQL, MDY', days],
    ['timestamp', 'DateStyle', 'German', 'SQL, MDY', times],
    ['timestamptz', 'TimeZone', 'America/New_York', 'Asia/Tokyo', times],
    ['interval', 'IntervalStyle', 'sql_standard', 'iso_8601', ['1 year 2 mons', '-3 days 4:05:06']],
    ['bytea', 'bytea_output', 'escape', 'hex', ['\\x00ff', '\\x2f2e']],
    ['float8', 'extra_float_digits', '0', '-15', ['0.1', '0.30000000000000004', 'NaN']],
  ])('is the same text in every session: %s by %s', async (type, name, first, second, values) => {
    await makePages(type, values);
    await set(name, first);
    const before = await list();
    await set(name, second);
    expect(await list()).toEqual(before);
    expect(before).toHaveLength(values.length);
    for (const [index, { path }] of before.entries())
      expect(await list(path)).toEqual(before.slice(index + 1));
    await old.query(`ALTER DATABASE postgres RESET ${name}`);
  });

  it('is found again by a rollback after the settings changed', async () => {
    await makePages('timestamptz', times);
    const records = (await list()).map(recordOf);
    await withRows(async (rows) => {
      await rows.prepare('first');
      expect(await rows.writeOutcomes(records)).toEqual([]);
    });
    await set('TimeZone', 'Asia/Tokyo');
    await withRows(async (rows) => {
      expect(await rows.restore('first', records)).toEqual({ restored: times.length, kept: 0 });
    });
    await old.query('ALTER DATABASE postgres RESET TimeZone');
  });
});

describe('a key of an extension', () => {
  /** `A1`, `a2`, `A3`, …: more rows than a page has. */
  const fill = async (type: string): Promise<void> => {
    await old.query(`CREATE TABLE pages (id ${type} PRIMARY KEY, path text)`);
    await old.query(
      `INSERT INTO pages SELECT (CASE WHEN n % 2 = 0 THEN 'a' ELSE 'A' END) || n, 'etc/hostname'
        FROM generate_series(1, 2500) AS n`,
    );
  };

  it.each(['ext.citext', 'ext.label'])(
    'lists every row, or none where the search path hides its order: %s',
    async (type) => {
      await old.query('CREATE SCHEMA ext');
      await old.query('CREATE EXTENSION citext SCHEMA ext');
      await old.query('CREATE DOMAIN ext.label AS ext.citext');
      await fill(type);
      await expect(list()).rejects.toMatchObject({
        name: 'InvalidInput',
        message: expect.stringContaining('Add that schema: ALTER ROLE'),
      });
      await set('search_path', 'public, ext');
      await old.query(`ALTER DATABASE postgres SET search_path = public, ext`);
      expect(new Set((await list()).map(({ path }) => path)).size).toBe(2500);
      await old.query('ALTER DATABASE postgres RESET search_path');
      await old.query('DROP SCHEMA ext CASCADE');
    },
  );
});
