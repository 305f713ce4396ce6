import { expect, it } from '@jest/globals';
import type { PostgresRows } from '../../../../adapters/bulk/sql/postgres-rows.ts';
import { LegacyPhotos, record } from './legacy-photos.ts';

const old = LegacyPhotos.forTests();

const indexes = async (): Promise<unknown[]> =>
  (await old.query("SELECT indexdef FROM pg_indexes WHERE indexname LIKE 'idx_%'")).map(
    ({ indexdef }) => indexdef,
  );

const using = async (rows: PostgresRows, work: () => Promise<unknown>): Promise<void> => {
  try {
    await work();
  } finally {
    await rows.close();
  }
};

const onPhotos =
  'CREATE INDEX idx_photos_photo_path_s3_url ON public.photos USING hash (photo_path_s3_url) WHERE (photo_path_s3_url IS NOT NULL)';

it('is built where it is asked for, takes URLs of any length, and goes with the column', async () => {
  const before = old.postgres.schemaDump();
  const rows = old.rowsOf('photos', 'photo_path', true);
  await using(rows, async () => {
    await rows.prepare('first');
    await rows.prepare('first');
    expect(await indexes()).toEqual([onPhotos]);
    const long = record(1, 'a.jpg', { key: 'x'.repeat(10_000) });
    expect(await rows.writeOutcomes([long])).toEqual([]);
    await rows.undo('first');
    expect(old.postgres.schemaDump()).toBe(before);
  });
});

it('is built anew where it was left half-built', async () => {
  const rows = old.rowsOf('photos', 'photo_path', true);
  await using(rows, async () => {
    await rows.prepare('first');
    await old.query(
      "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'idx_photos_photo_path_s3_url'::regclass",
    );
    await rows.prepare('first');
    expect(
      await old.query(
        "SELECT indisvalid FROM pg_index WHERE indexrelid = 'idx_photos_photo_path_s3_url'::regclass",
      ),
    ).toEqual([{ indisvalid: true }]);
  });
});

it('searches the URLs of a list, under a name that fits', async () => {
  const column = 'f'.repeat(40);
  await old.query(`CREATE TABLE albums_of_customers (id bigint PRIMARY KEY, ${column} jsonb)`);
  const rows = old.rowsOf('albums_of_customers', column, true);
  await using(rows, () => rows.prepare('first'));
  expect(await indexes()).toEqual([expect.stringMatching(/^CREATE INDEX idx_s3_url_.* USING gin/)]);
});

it('is not built where it is not asked for', async () => {
  await old.rows.prepare('first');
  expect(await indexes()).toEqual([]);
});

it('is refused on a partitioned table, and says so', async () => {
  await old.query('CREATE TABLE parts (id bigint PRIMARY KEY, path text) PARTITION BY RANGE (id)');
  const rows = old.rowsOf('parts', 'path', true);
  await using(rows, () =>
    expect(rows.prepare('first')).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringContaining('partitioned table'),
    }),
  );
});
