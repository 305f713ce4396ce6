import { describe, expect, it } from '@jest/globals';
import { batchIn } from '../fake-storage.ts';
import { startShop } from './start-shop.ts';

const { postgres, storage } = await startShop({
  files: { 'media/a': 'A', 'media/b.jpg': 'B', 'media/c.jpg': 'C', 'media/d': 'D' },
  sql: [
    'CREATE TABLE photos (id int PRIMARY KEY, files jsonb, mime text)',
    `INSERT INTO photos VALUES (1, '["a", "d"]', 'image/heic'), (2, '["b.jpg"]', NULL),
      (3, '["c.jpg"]', ''), (4, '["a"]', 'text/plain; charset=utf-8'), (5, '["a"]', 'jpg'),
      (6, '["a"]', E'image/png\\r\\nx-amz-acl: public-read')`,
  ],
});

const command = (more: string): string =>
  `migrate ${postgres.url} --table photos --column files --root ./media --to s3://bucket ${more}`;

describe('keepsake migrate postgres://… --type-column mime', () => {
  it('stores files with the type of their row, and of their name where it says none', async () => {
    const ended = await storage.run(command('--type-column mime'));
    expect(ended.code).toBe(3);
    const types = Object.keys(storage.objects).map((key) => [
      key,
      storage.s3.bucket.current(key)?.headers['content-type'],
    ]);
    expect(Object.fromEntries(types)).toEqual({
      '1/0/a': 'image/heic',
      '1/1/d': 'image/heic',
      '2/0/b.jpg': 'image/jpeg',
      '3/0/c.jpg': 'image/jpeg',
      '4/0/a': 'text/plain; charset=utf-8',
    });
    const { stdout } = await storage.run(`files ${batchIn(ended)} --status failed --json`);
    const failures = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(failures.map(({ path, failure }) => [path, failure.code]).sort()).toEqual([
      ['5/0/a', 'BadRow'],
      ['6/0/a', 'BadRow'],
    ]);
    expect(stdout).toContain("Row 5 says the media type 'jpg'");
    const failed = await postgres.query(
      `SELECT record_id, error_message FROM s3_migration_log WHERE migration_status = 'failed'
        ORDER BY 1`,
    );
    expect(failed).toEqual([
      { record_id: '5', error_message: expect.stringContaining("Row 5 says the media type 'jpg'") },
      { record_id: '6', error_message: expect.stringContaining('Row 6 says') },
    ]);
  });

  it('refuses a column that the table does not have', async () => {
    const { code, stderr } = await storage.run(command('--type-column nothing'));
    expect([code, stderr]).toEqual([2, expect.stringContaining('photos has no column nothing')]);
  });

  it('--print-sql prints the column among those that are read', async () => {
    const { stdout } = await storage.run(command('--type-column mime --print-sql'));
    expect(stdout).toContain('old."mime"::text AS type');
  });
});
