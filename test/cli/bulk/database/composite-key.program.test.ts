import { describe, expect, it } from '@jest/globals';
import { batchIn } from '../fake-storage.ts';
import { startShop } from './start-shop.ts';

const { postgres, storage } = await startShop({
  files: { 'media/a.jpg': 'A', 'media/b.jpg': 'B' },
  sql: [
    'CREATE TABLE photos (tenant text, no int, image text, PRIMARY KEY (tenant, no))',
    "INSERT INTO photos VALUES ('acme', 1, 'a.jpg'), ('acme', 2, 'late.jpg'), ('b,c', 1, 'b.jpg')",
  ],
});

const command = (id: string): string =>
  `migrate ${postgres.url} --table photos --id ${id} --column image --root ./media --to s3://bucket`;

const rows = () =>
  postgres.query(
    'SELECT tenant, no, image_s3_key AS key, image_migration_status AS status FROM photos ORDER BY 1, 2',
  );

describe('keepsake migrate postgres://… --id tenant,no', () => {
  it('moves, resumes, verifies and rolls back the files of a key of several columns', async () => {
    const before = postgres.dataDump('postgres');
    const ended = await storage.run(command('tenant,no'));
    expect(ended.code).toBe(3);
    expect(await rows()).toEqual([
      { tenant: 'acme', no: 1, key: 'acme,1/a.jpg', status: 'migrated' },
      { tenant: 'acme', no: 2, key: null, status: 'failed' },
      { tenant: 'b,c', no: 1, key: 'b%2Cc,1/b.jpg', status: 'migrated' },
    ]);
    storage.here.files({ 'media/late.jpg': 'C' });
    const id = batchIn(ended);
    expect((await storage.run(`resume ${id}`)).code).toBe(0);
    expect((await rows())[1]).toMatchObject({ key: 'acme,2/late.jpg', status: 'migrated' });
    expect(storage.objects).toEqual({
      'acme,1/a.jpg': 'A',
      'acme,2/late.jpg': 'C',
      'b%2Cc,1/b.jpg': 'B',
    });
    expect((await storage.run(`verify ${id}`)).code).toBe(0);
    const log = await postgres.query(
      `SELECT record_id::jsonb ->> 0 AS tenant, count(*)::int FROM s3_migration_log
        WHERE migration_status = 'migrated' GROUP BY 1 ORDER BY 1`,
    );
    expect(log).toEqual([
      { tenant: 'acme', count: 2 },
      { tenant: 'b,c', count: 1 },
    ]);
    expect((await storage.run(`rollback ${id} --apply --more-than-half`)).code).toBe(0);
    expect([postgres.dataDump('postgres'), storage.objects]).toEqual([before, {}]);
  });

  it('refuses a column that does not tell rows apart, and names the key to give', async () => {
    const { code, stderr } = await storage.run(command('tenant'));
    expect([code, stderr]).toEqual([2, expect.stringContaining("--id 'tenant,no'")]);
  });
});
