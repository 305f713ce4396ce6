import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PostgresRows } from '../../../../adapters/bulk/sql/postgres-rows.ts';
import type { BatchRecord } from '../../../../core/bulk/model/batch.ts';
import { at, failure, hex, LegacyPhotos, record } from './legacy-photos.ts';

const old = LegacyPhotos.forTests();

describe('recording outcomes', () => {
  beforeEach(() => old.rows.prepare('first'));

  it('says at the row where its file is now', async () => {
    await old.rows.writeOutcomes([record(1, 'a.jpg')]);
    expect(await old.photo(1)).toMatchObject({
      photo_path: 'a.jpg',
      photo_path_s3_key: 'legacy/a.jpg',
      photo_path_s3_url: 's3://kept/legacy/a.jpg',
      photo_path_checksum: hex,
      photo_path_migrated_at: new Date(at),
      photo_path_migration_status: 'migrated',
      photo_path_migration_batch_id: 'first',
    });
  });

  it('leaves other rows alone', async () => {
    await old.rows.writeOutcomes([record(1, 'a.jpg')]);
    expect(await old.photo(10)).toMatchObject({
      photo_path_migration_status: null,
      photo_path_migration_batch_id: null,
    });
  });

  it('logs every outcome with the old address and the new one', async () => {
    await old.rows.writeOutcomes([record(1, 'a.jpg'), record(2, 'b.jpg', failure)]);
    expect(await old.log()).toEqual([
      {
        record_id: '1',
        old_url: 'a.jpg',
        new_s3_url: 's3://kept/legacy/a.jpg',
        migration_status: 'migrated',
        error_message: null,
      },
      {
        record_id: '2',
        old_url: 'b.jpg',
        new_s3_url: null,
        migration_status: 'failed',
        error_message: 'The file is gone.',
      },
    ]);
  });

  it('changes nothing when told the same again', async () => {
    await old.rows.writeOutcomes([record(1, 'a.jpg'), record(2, 'b.jpg', failure)]);
    const before = [await old.log(), await old.photo(1), await old.photo(2)];
    await old.rows.writeOutcomes([
      record(1, 'a.jpg', { updatedAt: '2031-01-01T00:00:00.000Z' }),
      record(2, 'b.jpg', failure),
    ]);
    expect([await old.log(), await old.photo(1), await old.photo(2)]).toEqual(before);
  });

  it('counts each file once, by its last outcome', async () => {
    await old.rows.writeOutcomes([record(1, 'a.jpg'), record(2, 'b.jpg', failure)]);
    await old.rows.writeOutcomes([record(2, 'b.jpg')]);
    const [progress] = await old.query(
      'SELECT table_name, files::int, migrated::int, failed::int FROM s3_migration_progress',
    );
    expect(progress).toEqual({ table_name: 'photos', files: 3, migrated: 2, failed: 0 });
  });

  it('leaves a row that names another file by now, and says so', async () => {
    await old.query(`UPDATE photos SET photo_path = 'new.jpg' WHERE id = 1`);
    expect(await old.rows.writeOutcomes([record(1, 'a.jpg'), record(2, 'b.jpg')])).toEqual([
      { recordId: 'record-1', reason: 'Its row names another file by now.' },
    ]);
    expect(await old.photo(1)).toMatchObject({ photo_path_s3_key: null });
    expect(await old.photo(2)).toMatchObject({ photo_path_s3_key: 'legacy/b.jpg' });
  });

  it('says so of a row that is gone', async () => {
    expect(await old.rows.writeOutcomes([record(99, 'z.jpg')])).toEqual([
      { recordId: 'record-99', reason: 'Its row is gone from the table.' },
    ]);
  });

  it('passes over records without a row and without an outcome', async () => {
    const { row: _none, ...elsewhere } = record(1, 'a.jpg');
    expect(
      await old.rows.writeOutcomes([elsewhere, record(2, 'b.jpg', { status: 'planned' })]),
    ).toEqual([]);
    expect(await old.log()).toEqual([]);
  });

  it('records nothing for a batch that was not prepared', async () => {
    await expect(
      old.rows.writeOutcomes([record(1, 'a.jpg', { batchId: 'zombie' })]),
    ).rejects.toMatchObject({ name: 'InvalidInput' });
    expect(await old.photo(1)).toMatchObject({ photo_path_s3_key: null });
  });

  it('takes whatever a failure says', async () => {
    await old.rows.writeOutcomes([
      record(1, 'a.jpg', { ...failure, failure: { code: 'Odd', message: 'a\0b\ud800' } }),
    ]);
    expect(await old.log()).toMatchObject([{ error_message: 'ab\ufffd' }]);
  });

  it('takes a row whose value is a novel, cut in the middle of a character', async () => {
    const novel = `${'x'.repeat(2047)}😀${'x'.repeat(100)}`;
    await old.query('INSERT INTO photos VALUES (3, $1)', [novel]);
    expect(await old.rows.writeOutcomes([record(3, `${'x'.repeat(2047)}\ufffd`, failure)])).toEqual(
      [],
    );
    expect(await old.photo(3)).toMatchObject({
      photo_path: novel,
      photo_path_migration_status: 'failed',
    });
  });

  it('takes values apart from statements', async () => {
    const name = `'); DROP TABLE photos; --`;
    await old.query('INSERT INTO photos VALUES (3, $1)', [name]);
    await old.rows.writeOutcomes([record(3, name)]);
    expect(await old.photo(3)).toMatchObject({ photo_path_s3_key: `legacy/${name}` });
  });
});

describe('rows that name several files', () => {
  const id = '00000000-0000-4000-8000-000000000001';
  const album = async (): Promise<unknown> => (await old.query('SELECT * FROM albums'))[0];
  let albums: PostgresRows;

  const item = (index: number, value: string): BatchRecord =>
    record(id, value, {
      recordId: `record-${index}`,
      row: { table: 'albums', id, column: 'files', index, value },
    });

  beforeEach(async () => {
    await old.query('CREATE TABLE albums (id uuid PRIMARY KEY, files jsonb)');
    await old.query('INSERT INTO albums VALUES ($1, $2)', [
      id,
      JSON.stringify(['a.jpg', { url: 'b.jpg' }, null]),
    ]);
    albums = old.rowsOf('albums', 'files');
    await albums.prepare('first');
  });

  afterEach(() => albums.close());

  it('keep a list in the order of their files', async () => {
    await albums.writeOutcomes([item(1, 'b.jpg'), item(0, 'a.jpg')]);
    expect(await album()).toMatchObject({
      files_s3_key: ['legacy/a.jpg', 'legacy/b.jpg'],
      files_checksum: [hex, hex],
      files_migration_status: 'migrated',
    });
  });

  it('are partial until every file is there', async () => {
    await albums.writeOutcomes([item(1, 'b.jpg')]);
    expect(await album()).toMatchObject({
      files_s3_key: [null, 'legacy/b.jpg'],
      files_migration_status: 'partial',
    });
  });

  it('give back one file and keep the others', async () => {
    await albums.writeOutcomes([item(0, 'a.jpg'), item(1, 'b.jpg')]);
    expect(await albums.restore('first', [item(0, 'a.jpg')])).toEqual({ restored: 0, kept: 0 });
    expect(await album()).toMatchObject({
      files_s3_key: [null, 'legacy/b.jpg'],
      files_migration_status: 'partial',
    });
    expect(await albums.restore('first', [item(1, 'b.jpg')])).toEqual({ restored: 1, kept: 0 });
    expect(await album()).toMatchObject({ files_s3_key: null, files_migration_status: null });
  });

  it('say again what they said before, after a rollback', async () => {
    await albums.writeOutcomes([item(0, 'a.jpg')]);
    await albums.undo('first');
    expect(await album()).toEqual({ id, files: ['a.jpg', { url: 'b.jpg' }, null] });
  });
});
