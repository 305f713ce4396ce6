import { describe, expect, it } from '@jest/globals';
import { failure, LegacyPhotos, record } from './legacy-photos.ts';

const old = LegacyPhotos.forTests();

describe('rolling back', () => {
  it('leaves schema and rows as they were before the first batch', async () => {
    const before = [old.postgres.schemaDump(), await old.photo(1), await old.photo(2)];
    await old.rows.prepare('first');
    await old.rows.writeOutcomes([record(1, 'a.jpg'), record(2, 'b.jpg', failure)]);
    expect(await old.rows.undo('first')).toEqual({ restored: 2, kept: 0 });
    expect([old.postgres.schemaDump(), await old.photo(1), await old.photo(2)]).toEqual(before);
  });

  it('takes single rows back and keeps the schema and the other rows', async () => {
    const before = await old.photo(1);
    await old.rows.prepare('first');
    await old.rows.writeOutcomes([record(1, 'a.jpg'), record(2, 'b.jpg')]);
    await old.rows.restore('first', [record(1, 'a.jpg')]);
    expect(await old.photo(1)).toMatchObject({
      ...(before as object),
      photo_path_s3_key: null,
      photo_path_migration_status: null,
    });
    expect(await old.photo(2)).toMatchObject({
      photo_path_s3_key: 'legacy/b.jpg',
      photo_path_migration_status: 'migrated',
    });
    expect(await old.log()).toMatchObject([
      { migration_status: 'rolled_back' },
      { migration_status: 'migrated' },
    ]);
    expect(await old.wrong()).toEqual([]);
  });

  it('takes a row back that an earlier rollback passed on to a later batch', async () => {
    await old.rows.prepare('first');
    await old.rows.prepare('second');
    await old.rows.writeOutcomes([record(1, 'a.jpg')]);
    await old.rows.writeOutcomes([record(1, 'a.jpg', { batchId: 'second', key: 'other/a.jpg' })]);
    await old.rows.restore('second', [record(1, 'a.jpg')]);
    expect(await old.photo(1)).toMatchObject({
      photo_path_s3_key: 'legacy/a.jpg',
      photo_path_migration_batch_id: 'first',
    });
  });

  it('is a no-op the second time, and for a batch it never saw', async () => {
    await old.rows.prepare('first');
    await old.rows.undo('first');
    expect(await old.rows.undo('first')).toEqual({ restored: 0, kept: 0 });
    expect(await old.rows.undo('unknown')).toEqual({ restored: 0, kept: 0 });
  });

  it('keeps columns, values and tables that were there before', async () => {
    await old.query('ALTER TABLE photos ADD COLUMN photo_path_checksum text');
    await old.query(`UPDATE photos SET photo_path_checksum = 'mine' WHERE id = 1`);
    const before = [old.postgres.schemaDump(), await old.photo(1)];
    await old.rows.prepare('first');
    await old.rows.writeOutcomes([record(1, 'a.jpg')]);
    await old.rows.undo('first');
    expect([old.postgres.schemaDump(), await old.photo(1)]).toEqual(before);
  });

  it('goes back to before the first of several outcomes', async () => {
    await old.rows.prepare('first');
    await old.rows.prepare('second');
    await old.rows.writeOutcomes([record(1, 'a.jpg', failure)]);
    await old.rows.writeOutcomes([record(1, 'a.jpg')]);
    await old.rows.undo('first');
    expect(await old.photo(1)).toMatchObject({
      photo_path_migration_status: null,
      photo_path_s3_key: null,
    });
  });

  it('keeps what another batch counts on, and its rows', async () => {
    await old.rows.prepare('first');
    await old.rows.prepare('second');
    await old.rows.writeOutcomes([record(1, 'a.jpg')]);
    await old.rows.writeOutcomes([record(2, 'b.jpg', { batchId: 'second' })]);
    await old.rows.undo('first');
    expect(await old.photo(1)).toMatchObject({
      photo_path_s3_key: null,
      photo_path_migration_batch_id: null,
    });
    expect(await old.photo(2)).toMatchObject({
      photo_path_s3_key: 'legacy/b.jpg',
      photo_path_migration_batch_id: 'second',
    });
    expect(await old.log()).toMatchObject([
      { migration_status: 'rolled_back' },
      { migration_status: 'migrated' },
    ]);
  });

  it('takes the schema back with the last of several batches, in whatever order they go', async () => {
    const before = old.postgres.schemaDump();
    await old.rows.prepare('first');
    await old.rows.prepare('second');
    await old.rows.writeOutcomes([record(1, 'a.jpg')]);
    await old.rows.writeOutcomes([record(1, 'a.jpg', { batchId: 'second', key: 'other/a.jpg' })]);
    expect(await old.rows.undo('first')).toEqual({ restored: 0, kept: 1 });
    expect(await old.photo(1)).toMatchObject({ photo_path_s3_key: 'other/a.jpg' });
    await old.rows.undo('second');
    expect(old.postgres.schemaDump()).toBe(before);
  });

  it('never brings back what an earlier rollback took away', async () => {
    await old.query('ALTER TABLE photos ADD COLUMN photo_path_s3_key text');
    await old.rows.prepare('first');
    await old.rows.prepare('second');
    await old.rows.writeOutcomes([record(1, 'a.jpg')]);
    await old.rows.writeOutcomes([record(1, 'a.jpg', { batchId: 'second', key: 'other/a.jpg' })]);
    await old.rows.undo('first');
    await old.rows.undo('second');
    expect(await old.photo(1)).toMatchObject({ photo_path_s3_key: null });
  });

  it('stops a process that goes on writing for the batch', async () => {
    await old.rows.prepare('first');
    await old.rows.undo('first');
    await expect(old.rows.writeOutcomes([record(1, 'a.jpg')])).rejects.toMatchObject({
      name: 'InvalidInput',
    });
  });

  it('keeps tables of two columns of files apart', async () => {
    const titles = old.rowsOf('photos', 'title');
    await old.rows.prepare('first');
    await titles.prepare('first');
    await titles.undo('first');
    await titles.close();
    expect(await old.wrong()).toEqual([]);
  });
});
