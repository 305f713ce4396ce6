import { describe, expect, it } from '@jest/globals';
import { batchIn } from '../fake-storage.ts';
import { startShop } from './start-shop.ts';

const { postgres, storage } = await startShop({
  files: { 'media/a.jpg': 'A', 'media/b.jpg': 'B' },
  sql: [
    'CREATE TABLE photos (id integer PRIMARY KEY, image text)',
    "INSERT INTO photos VALUES (1, '/media/a.jpg'), (2, '/media/b.jpg')",
  ],
});

const images = async () =>
  (await postgres.query('SELECT image FROM photos ORDER BY id')).map(({ image }) => image);

const update = "UPDATE photos SET image = image_s3_key WHERE image_migration_status = 'migrated'";

const putBack = `UPDATE photos p SET image = l.old_url FROM s3_migration_log l
  WHERE l.table_name = 'photos' AND l.migration_status = 'migrated' AND l.record_id = p.id::text
  AND l.new_s3_url = p.image_s3_url AND p.image = p.image_s3_key`;

describe(`${update}, after keepsake verify`, () => {
  it('keeps files that the column names, until the old paths are put back from the log', async () => {
    const before = postgres.dataDump('postgres');
    const id = batchIn(
      await storage.run(
        `migrate ${postgres.url} --table photos --column image --root . --to s3://bucket/new ` +
          '--keys path --strip-prefix media/',
      ),
    );
    await postgres.query(update);
    expect(await images()).toEqual(['new/a.jpg', 'new/b.jpg']);
    expect((await storage.run(`verify ${id}`)).code).toBe(0);
    const rollback = `rollback ${id} --apply --more-than-half`;
    const kept = await storage.run(rollback);
    expect([kept.code, kept.stdout]).toEqual([
      3,
      expect.stringContaining('0 files removed, 2 kept'),
    ]);
    expect(storage.objects).toEqual({ 'new/a.jpg': 'A', 'new/b.jpg': 'B' });
    await postgres.query(putBack);
    expect((await storage.run(rollback)).code).toBe(0);
    expect([postgres.dataDump('postgres'), storage.objects]).toEqual([before, {}]);
  });
});

const undoRows = (batchId: string) => `UPDATE photos SET image_s3_key = NULL, image_s3_url = NULL,
  image_checksum = NULL, image_migrated_at = NULL, image_migration_status = NULL,
  image_migration_batch_id = NULL WHERE image_migration_batch_id = '${batchId}'`;

const keysOfRows = async () =>
  (await postgres.query('SELECT image_s3_key AS key FROM photos ORDER BY id')).map(
    ({ key }) => key,
  );

describe(undoRows('<batch>'), () => {
  it('keeps the files; a later migrate sends none and writes the rows anew', async () => {
    const before = postgres.dataDump('postgres');
    const migrate =
      `migrate ${postgres.url} --table photos --column image --root . --to s3://bucket/new ` +
      '--keys path --strip-prefix media/';
    const first = batchIn(await storage.run(migrate));
    await postgres.query(undoRows(first));
    expect([await keysOfRows(), storage.objects]).toEqual([
      [null, null],
      { 'new/a.jpg': 'A', 'new/b.jpg': 'B' },
    ]);
    expect((await storage.run(`verify ${first}`)).code).toBe(0);
    const puts = storage.s3.count('PUT');
    const again = await storage.run(`${migrate} --public-url https://cdn.test/{key}`);
    expect([again.code, storage.s3.count('PUT')]).toEqual([0, puts]);
    const urls = await postgres.query('SELECT image_s3_url AS url FROM photos ORDER BY id');
    expect(urls.map(({ url }) => url)).toEqual([
      'https://cdn.test/new/a.jpg',
      'https://cdn.test/new/b.jpg',
    ]);
    const rollback = `rollback ${batchIn(again)} ${first} --apply --more-than-half`;
    expect((await storage.run(rollback)).code).toBe(0);
    expect([postgres.dataDump('postgres'), storage.objects]).toEqual([before, {}]);
  });
});
