import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { local } from '../../../contracts/shared/emulator.ts';
import { type Postgres, startPostgres } from '../../../postgres/start-postgres.ts';
import type { Workplace } from '../../run-keepsake.ts';
import { atEmulator, keysIn, newBucket } from '../real-storage.ts';

let postgres: Postgres;
let here: Workplace;
let bucket: string;

beforeAll(async () => {
  postgres = await startPostgres();
  bucket = await newBucket();
  here = atEmulator().files({ 'media/a.jpg': 'A', 'media/deep/b.jpg': 'B' });
  await postgres.query('CREATE TABLE photos (id integer PRIMARY KEY, photo_path text)');
  await postgres.query(
    "INSERT INTO photos VALUES (1, '/a.jpg'), (2, 'deep/b.jpg'), (3, 'lost.jpg'), (4, NULL)",
  );
});

afterAll(async () => {
  await postgres.stop();
  here.remove();
});

const rows = () =>
  postgres.query(
    'SELECT id, photo_path, photo_path_s3_url AS url, photo_path_migration_status AS status FROM photos ORDER BY id',
  );

describe('keepsake migrate postgres://… --table photos --id id --column photo_path --root ./media --to s3://bucket/old', () => {
  it('sends what rows name and writes back where it is; verify checks both; rollback puts the database back', async () => {
    const before = postgres.schemaDump();
    const sql = `migrate ${postgres.url} --table photos --id id --column photo_path --root ./media --to s3://${bucket}/old --json`;
    const { code, lines } = await here.run(sql);
    expect([code, lines]).toMatchObject([
      3,
      [{ counts: { transferred: { files: 2 }, failed: { files: 1 } } }],
    ]);
    expect(await keysIn(bucket)).toEqual(['old/1/a.jpg', 'old/2/deep/b.jpg']);
    expect(await rows()).toEqual([
      {
        id: 1,
        photo_path: '/a.jpg',
        url: `${local.endpoint}/${bucket}/old/1/a.jpg`,
        status: 'migrated',
      },
      {
        id: 2,
        photo_path: 'deep/b.jpg',
        url: `${local.endpoint}/${bucket}/old/2/deep/b.jpg`,
        status: 'migrated',
      },
      { id: 3, photo_path: 'lost.jpg', url: null, status: 'failed' },
      { id: 4, photo_path: null, url: null, status: null },
    ]);
    const id = String(lines[0]?.batchId);
    const verified = await here.run(`verify ${id}`);
    expect(verified).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/as it must be .*photo_path_s3_key/),
    });
    here.files({ 'media/lost.jpg': 'found again' });
    expect((await here.run(`resume ${id}`)).code).toBe(0);
    expect((await rows())[2]).toMatchObject({ status: 'migrated' });
    expect((await here.run(`rollback ${id} --apply --more-than-half`)).code).toBe(0);
    expect(await keysIn(bucket)).toEqual([]);
    expect(postgres.schemaDump()).toBe(before);
  });
});
