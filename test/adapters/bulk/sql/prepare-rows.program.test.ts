import { describe, expect, it } from '@jest/globals';
import { LegacyPhotos, record } from './legacy-photos.ts';

const old = LegacyPhotos.forTests();

describe('preparing a table', () => {
  it('adds the columns, the log and the view of the progress', async () => {
    await old.rows.prepare('first');
    expect(Object.keys((await old.photo(1)) as object)).toEqual([
      'id',
      'photo_path',
      'title',
      'photo_path_s3_key',
      'photo_path_s3_url',
      'photo_path_checksum',
      'photo_path_migrated_at',
      'photo_path_migration_status',
      'photo_path_migration_batch_id',
    ]);
    expect(await old.log()).toEqual([]);
    expect(await old.query('SELECT * FROM s3_migration_progress')).toMatchObject([
      { table_name: 'photos', files: '3', pending: '3', migrated: '0' },
    ]);
  });

  it('changes nothing the second time', async () => {
    await old.rows.prepare('first');
    const before = old.postgres.schemaDump();
    await old.rows.prepare('first');
    expect(old.postgres.schemaDump()).toBe(before);
  });

  it('adds generate_s3_url(bucket, folder, file_id, extension)', async () => {
    await old.rows.prepare('first');
    expect(
      await old.query("SELECT generate_s3_url('kept', '/photos/', '42', '.jpg') AS url"),
    ).toEqual([{ url: 'https://kept.s3.amazonaws.com/photos/42.jpg' }]);
    expect(await old.query("SELECT generate_s3_url('kept', '/', '42', '') AS url")).toEqual([
      { url: 'https://kept.s3.amazonaws.com/42' },
    ]);
  });

  it.each([
    ['a space and letters beyond ASCII', 'Füße 1', 'F%C3%BC%C3%9Fe%201'],
    ['what ends a path or begins an escape', 'a?b#c%20d+e', 'a%3Fb%23c%2520d%2Be'],
    ['what stays as it is', 'A-z_0.9~', 'A-z_0.9~'],
  ])('makes a URL of a key with %s', async (_what, id, escaped) => {
    await old.rows.prepare('first');
    expect(
      await old.query(`SELECT generate_s3_url('kept', 'my photos/2019', '${id}', 'jpg') AS url`),
    ).toEqual([{ url: `https://kept.s3.amazonaws.com/my%20photos/2019/${escaped}.jpg` }]);
  });

  it('lets a log and a view of version 0.1.0 tell what was skipped and is pending', async () => {
    await old.rows.prepare('first');
    await old.query('DELETE FROM s3_migration_log');
    await old.query('DROP VIEW s3_migration_progress');
    await old.query(
      `CREATE VIEW s3_migration_progress AS SELECT table_name, count(*) AS files,
        count(*) AS migrated, count(*) AS failed, count(*) AS changed, count(*) AS rolled_back,
        max(migrated_at) AS last_migrated_at FROM s3_migration_log GROUP BY table_name`,
    );
    await old.query(
      `ALTER TABLE s3_migration_log DROP CONSTRAINT s3_migration_log_status,
        ADD CONSTRAINT s3_migration_log_status CHECK (migration_status IN ('migrated', 'failed'))`,
    );
    await old.rows.prepare('second');
    await old.rows.writeOutcomes([record(1, 'a.jpg', { batchId: 'second', status: 'skipped' })]);
    expect(
      await old.query('SELECT migrated, skipped, pending, percent FROM s3_migration_progress'),
    ).toEqual([{ migrated: '0', skipped: '1', pending: '2', percent: '33.3' }]);
  });

  it('adds nothing at all when one thing cannot be added', async () => {
    await old.query('ALTER TABLE photos ADD COLUMN photo_path_checksum integer');
    const before = old.postgres.schemaDump();
    await expect(old.rows.prepare('first')).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringContaining('photo_path_checksum is integer, not text'),
    });
    expect(old.postgres.schemaDump()).toBe(before);
  });

  it('takes all back when the server refuses half-way', async () => {
    await old.query('CREATE TYPE s3_migration_progress AS (x int)');
    const before = old.postgres.schemaDump();
    await expect(old.rows.prepare('first')).rejects.toMatchObject({ name: 'InvalidInput' });
    expect(old.postgres.schemaDump()).toBe(before);
  });

  it('gives up soon when somebody holds the table, rather than make everybody wait', async () => {
    await old.query('BEGIN');
    await old.query('LOCK TABLE photos IN ACCESS SHARE MODE');
    await expect(old.rows.prepare('first')).rejects.toMatchObject({
      name: 'TransientFault',
      message: expect.stringMatching(/Another session holds a lock.*55P03/),
    });
    await old.query('COMMIT');
  });

  it('lets two operators prepare at the same moment', async () => {
    const other = old.rowsOf('photos', 'photo_path');
    await Promise.all([old.rows.prepare('first'), other.prepare('second')]);
    await other.close();
    expect(await old.wrong()).toEqual([]);
  });

  it.each([
    [
      'a table that is not there',
      { table: 'nothing', column: 'photo_path' },
      'There is no table nothing.',
    ],
    [
      'a column that is not there',
      { table: 'photos', column: 'nothing' },
      'photos has no column nothing.',
    ],
    ['a column of numbers', { table: 'photos', column: 'id' }, 'it must be text'],
    [
      'a name that is SQL',
      { table: 'photos"; DROP TABLE photos; --', column: 'photo_path' },
      'There is no table',
    ],
  ])('refuses %s', async (_what, { table, column }, message) => {
    const wrong = old.rowsOf(table, column);
    await expect(wrong.prepare('first')).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringContaining(message),
    });
    await wrong.close();
  });

  it('refuses an id that does not tell rows apart', async () => {
    await old.query('CREATE TABLE loose (id int, photo_path text)');
    const loose = old.rowsOf('loose', 'photo_path');
    await expect(loose.prepare('first')).rejects.toMatchObject({
      message: expect.stringContaining('id must be unique and not null'),
    });
    await loose.close();
  });
});

describe('checking', () => {
  it('finds tables, view, columns, indexes, constraint, types and rows as they must be', async () => {
    await old.rows.prepare('first');
    await old.rows.writeOutcomes([record(1, 'a.jpg')]);
    expect(await old.rows.check()).toEqual([
      { what: 'table s3_migration_log', ok: true },
      { what: 'index s3_migration_log_record of s3_migration_log', ok: true },
      { what: 'index s3_migration_log_status of s3_migration_log', ok: true },
      { what: 'view s3_migration_progress', ok: true },
      { what: 'function generate_s3_url', ok: true },
      { what: 'column photo_path_s3_key of photos', ok: true },
      { what: 'column photo_path_s3_url of photos', ok: true },
      { what: 'column photo_path_checksum of photos', ok: true },
      { what: 'column photo_path_migrated_at of photos', ok: true },
      { what: 'column photo_path_migration_status of photos', ok: true },
      { what: 'column photo_path_migration_batch_id of photos', ok: true },
      { what: 'constraint photo_path_migration_status_check of photos', ok: true },
      { what: 'types of columns', ok: true },
      { what: 'rights to the journal', ok: true },
      { what: 'rows of photos', ok: true },
    ]);
  });

  it.each([
    [
      'an index',
      'DROP INDEX s3_migration_log_status',
      ['index s3_migration_log_status of s3_migration_log'],
    ],
    [
      'a constraint',
      'ALTER TABLE photos DROP CONSTRAINT photo_path_migration_status_check',
      ['constraint photo_path_migration_status_check of photos'],
    ],
    ['a view', 'DROP VIEW s3_migration_progress', ['view s3_migration_progress']],
    [
      'a column',
      'ALTER TABLE photos DROP COLUMN photo_path_s3_url',
      ['column photo_path_s3_url of photos'],
    ],
    [
      'a type',
      'ALTER TABLE photos ALTER COLUMN photo_path_s3_url TYPE jsonb USING to_jsonb(photo_path_s3_url)',
      ['types of columns'],
    ],
    ['a row', 'UPDATE photos SET photo_path_checksum = NULL WHERE id = 1', ['rows of photos']],
  ])('finds %s that is not', async (_what, statement, findings) => {
    await old.rows.prepare('first');
    await old.rows.writeOutcomes([record(1, 'a.jpg')]);
    await old.query(statement);
    expect(await old.wrong()).toEqual(findings);
  });

  it('is mended by preparing again', async () => {
    await old.rows.prepare('first');
    await old.query('DROP INDEX s3_migration_log_status');
    await old.rows.prepare('first');
    expect(await old.wrong()).toEqual([]);
  });
});
