import { describe, expect, it } from '@jest/globals';
import { startShop } from './start-shop.ts';

const { postgres, storage } = await startShop({
  files: { 'media/a': 'A', 'media/b': 'B', 'media/c': 'C', 'media/d': 'D' },
  sql: [
    `CREATE TABLE photos (id int PRIMARY KEY, files jsonb, until timestamptz, day date,
      note text, hour time)`,
    `INSERT INTO photos VALUES (1, '["a", "d"]', now() - interval '1 day', current_date - 2),
      (2, '["b"]', now() + interval '400 days', current_date + 400), (3, '["c"]', NULL, NULL)`,
  ],
});

const command = (more: string): string =>
  `migrate ${postgres.url} --table photos --column files --root ./media --to s3://bucket ${more}`;

describe('keepsake migrate postgres://… --expiry-column until', () => {
  it('leaves files where they are whose time is past, and takes all others', async () => {
    const { code } = await storage.run(command('--expiry-column until'));
    expect(code).toBe(0);
    expect(Object.keys(storage.objects).sort()).toEqual(['2/0/b', '3/0/c']);
    const log = 'SELECT record_id, migration_status FROM s3_migration_log ORDER BY 1';
    expect(await postgres.query(log)).toEqual([
      { record_id: '2', migration_status: 'migrated' },
      { record_id: '3', migration_status: 'migrated' },
    ]);
    const untouched = 'SELECT files_s3_url FROM photos WHERE id = 1';
    expect(await postgres.query(untouched)).toEqual([{ files_s3_url: null }]);
  });

  it('takes a date as well, and knows on a second pass what the first one moved', async () => {
    const { code, stdout } = await storage.run(command('--expiry-column day --json'));
    expect([code, stdout]).toEqual([0, expect.stringContaining('"skipped":{"files":2')]);
  });

  it.each([
    ['nothing', 'photos has no column nothing'],
    ['note', 'note is text; it must be a date or a timestamp'],
    ['hour', 'hour is time without time zone; it must be a date or a timestamp'],
  ])('refuses %s', async (name, why) => {
    const { code, stderr } = await storage.run(command(`--expiry-column ${name}`));
    expect([code, stderr]).toEqual([2, expect.stringContaining(why)]);
  });

  it('--print-sql prints what leaves rows out', async () => {
    const { stdout } = await storage.run(command('--expiry-column until --print-sql'));
    expect(stdout.match(/coalesce\(old\."until" > now\(\), true\)/g)?.length).toBeGreaterThan(4);
  });

  it('ends a date with its day, in UTC whatever the zone of the database is', async () => {
    await postgres.query(`ALTER DATABASE postgres SET TimeZone = 'Pacific/Kiritimati'`);
    const { stdout } = await storage.run(command('--expiry-column day --print-sql'));
    expect(stdout).toContain('coalesce(old."day" >= current_date, true)');
    expect(stdout).toContain("set_config('TimeZone', 'UTC', ");
    await postgres.query('ALTER DATABASE postgres RESET TimeZone');
  });
});
