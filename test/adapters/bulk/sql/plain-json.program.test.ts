import { describe, expect, it } from '@jest/globals';
import { SqlSource } from '../../../../adapters/bulk/sources/sql.ts';
import { failure, LegacyPhotos, record } from './legacy-photos.ts';
import { listed } from './listed.ts';

const old = LegacyPhotos.forTests();

/** `json` takes texts that no text of PostgreSQL may hold, and that `jsonb` refuses. */
const values = [
  String.raw`["etc/hostname", "bad\u0000name.jpg"]`,
  String.raw`["half\ud800.jpg"]`,
  String.raw`{"a": "\u0000"}`,
  String.raw`["\ud83d\ude00.jpg", {"path": "etc/hostname"}]`,
];

const albums = async (): Promise<SqlSource> => {
  await old.query('CREATE TABLE albums (id bigint PRIMARY KEY, files json)');
  for (const [index, value] of values.entries())
    await old.query('INSERT INTO albums VALUES ($1, $2::json)', [index + 1, value]);
  return new SqlSource({
    url: old.postgres.url,
    root: '/',
    ...{ table: 'albums', id: 'id', column: 'files' },
  });
};

describe('a column of json with characters that jsonb refuses', () => {
  it('is listed: the row is refused, and stops no other', async () => {
    const files = await listed(await albums());
    expect(files.map(({ path, problem }) => [path, problem?.code])).toEqual([
      ['1/0/etc/hostname', undefined],
      [String.raw`1/1/bad\u{0}name.jpg`, 'UnsafeName'],
      [String.raw`2/0/half\u{d800}.jpg`, 'UnsafeName'],
      [String.raw`3/{"a":"\u0000"}`, 'BadRow'],
      ['4/0/😀.jpg', 'Missing'],
      ['4/1/etc/hostname', undefined],
    ]);
  });

  it('is told what became of each of its files', async () => {
    const files = await listed(await albums());
    const rows = old.rowsOf('albums', 'files');
    await rows.prepare('first');
    const pending = await old.query(
      'SELECT record_id, old_url FROM s3_migration_log ORDER BY record_id, old_url',
    );
    expect(pending).toEqual([
      { record_id: '4', old_url: 'etc/hostname' },
      { record_id: '4', old_url: '😀.jpg' },
    ]);
    const records = files.map(({ row, problem }) => {
      if (!row) throw new Error('The file has no row.');
      return record(row.id, row.value, { row, ...(problem && failure) });
    });
    expect(await rows.writeOutcomes(records)).toEqual([]);
    expect(await old.query('SELECT files_migration_status AS s FROM albums ORDER BY id')).toEqual(
      ['partial', 'failed', 'failed', 'partial'].map((s) => ({ s })),
    );
    await rows.undo('first');
    await rows.close();
  });
});
