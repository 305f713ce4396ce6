import { describe, expect, it } from '@jest/globals';
import { failure, LegacyPhotos, record } from './legacy-photos.ts';

const old = LegacyPhotos.forTests();

const pending = async (): Promise<string[]> =>
  (
    await old.query(
      `SELECT record_id || ' ' || old_url AS file FROM s3_migration_log
        WHERE migration_status = 'pending' ORDER BY record_id::bigint, old_url`,
    )
  ).map(({ file }) => String(file));

const progress = async () =>
  (await old.query('SELECT files, pending, migrated, percent FROM s3_migration_progress'))[0];

describe('files that are pending', () => {
  it('are every file the table names, before the first one is sent', async () => {
    await old.query("INSERT INTO photos VALUES (11, NULL), (12, ''), (13, 'd.jpg')");
    await old.rows.prepare('first');
    expect(await pending()).toEqual(['1 a.jpg', '2 b.jpg', '10 c.jpg', '13 d.jpg']);
    expect(await progress()).toEqual({ files: '4', pending: '4', migrated: '0', percent: '0.0' });
  });

  it('are those that were not tried yet', async () => {
    await old.rows.prepare('first');
    await old.rows.writeOutcomes([record(1, 'a.jpg'), record(2, 'b.jpg', failure)]);
    expect(await pending()).toEqual(['10 c.jpg']);
    expect(await progress()).toEqual({ files: '3', pending: '1', migrated: '1', percent: '33.3' });
  });

  it('are not named twice by a second run', async () => {
    await old.rows.prepare('first');
    await old.rows.writeOutcomes([record(1, 'a.jpg')]);
    await old.rows.prepare('first');
    await old.rows.prepare('second');
    expect(await pending()).toEqual(['2 b.jpg', '10 c.jpg']);
  });

  it('count no file that its row stopped naming', async () => {
    await old.rows.prepare('first');
    await old.query("UPDATE photos SET photo_path = 'new.jpg' WHERE id = 1");
    await old.rows.writeOutcomes([record(1, 'a.jpg')]);
    expect(await pending()).toEqual(['2 b.jpg', '10 c.jpg']);
  });

  it('are the files of a list one by one, by path or url, each once', async () => {
    await old.query('CREATE TABLE albums (id bigint PRIMARY KEY, files jsonb)');
    await old.query('INSERT INTO albums VALUES (1, $1), (2, $2)', [
      JSON.stringify(['a.jpg', { path: 'b.jpg' }, { path: null, url: 'c.jpg' }, 'a.jpg', null, 7]),
      JSON.stringify('d.jpg'),
    ]);
    const albums = old.rowsOf('albums', 'files');
    await albums.prepare('first');
    await albums.close();
    expect(await pending()).toEqual(['1 a.jpg', '1 b.jpg', '1 c.jpg', '2 d.jpg']);
  });

  it('are found in pages, in a table of any length', async () => {
    await old.query(
      "INSERT INTO photos SELECT n, n || '.jpg' FROM generate_series(100, 12000) AS n",
    );
    await old.rows.prepare('first');
    expect(await progress()).toMatchObject({ files: '11904', pending: '11904' });
  });
});
