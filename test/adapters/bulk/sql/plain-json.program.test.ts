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

const albums = async (stored = values): Promise<SqlSource> => {
  await old.query('CREATE TABLE albums (id bigint PRIMARY KEY, files json)');
  for (const [index, value] of stored.entries())
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

  it.each([
    [
      'an escaped backslash before u0000',
      String.raw`["a\\u0000b.jpg"]`,
      [String.raw`a\u0000b.jpg`],
    ],
    ['a number in a name', '["1e200000.jpg"]', ['1e200000.jpg']],
    ['half a character after an escaped backslash', String.raw`["a\\\ud800.jpg"]`, []],
    ['two halves around an escaped backslash', String.raw`["\ud83d\\\ude00.jpg"]`, []],
    ['a number that is too large', '[{"path": "a.jpg", "size": 1e200000}]', []],
    ['a number that is too small', '[{"path": "a.jpg", "size": 1.5E-0200000}]', []],
  ])('is counted where jsonb takes it, and stops no other row: %s', async (_, value, names) => {
    await albums([value, '["etc/hostname"]']);
    const rows = old.rowsOf('albums', 'files');
    await rows.prepare('first');
    const pending = await old.query('SELECT old_url FROM s3_migration_log ORDER BY record_id');
    expect(pending.map(({ old_url: name }) => name)).toEqual([...names, 'etc/hostname']);
    await rows.undo('first');
    await rows.close();
  });
});
