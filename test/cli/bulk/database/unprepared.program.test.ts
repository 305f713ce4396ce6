import { beforeEach, describe, expect, it } from '@jest/globals';
import { batchIn } from '../fake-storage.ts';
import { startShop } from './start-shop.ts';

const { postgres, storage } = await startShop({
  files: { 'media/a.jpg': 'A', 'media/b.jpg': 'B' },
  sql: [
    'CREATE ROLE reader LOGIN',
    'CREATE ROLE follower LOGIN',
    'ALTER ROLE follower SET default_transaction_read_only = on',
  ],
});

beforeEach(async () => {
  await postgres.query('DROP SCHEMA public CASCADE');
  await postgres.query('CREATE SCHEMA public');
  await postgres.query('CREATE TABLE photos (id int PRIMARY KEY, image text)');
  await postgres.query(`INSERT INTO photos VALUES (1, 'a.jpg'), (2, 'b.jpg')`);
  await postgres.query('GRANT USAGE ON SCHEMA public TO reader, follower');
  await postgres.query('GRANT SELECT ON photos TO reader, follower');
});

const words = (user: string): string =>
  `${postgres.url.replace('keepsake:hunter2@', `${user}@`)} ` +
  '--table photos --column image --root ./media --to s3://bucket';

describe('keepsake migrate postgres://… into a database that cannot be prepared', () => {
  it.each([
    ['reader', 'permission denied for schema public (42501)'],
    ['follower', 'read-only transaction (25006). Name the primary server'],
  ])('puts no batch on record and sends nothing: %s', async (user, why) => {
    const { stdout: batches } = await storage.run('batches --json');
    const [before, objects] = [postgres.dataDump('postgres'), storage.objects];
    const ended = await storage.run(`migrate ${words(user)}`);
    expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining(why) });
    expect((await storage.run('batches --json')).stdout).toBe(batches);
    expect([postgres.dataDump('postgres'), storage.objects]).toEqual([before, objects]);
  });

  it('is told by doctor, which changes nothing of a database that can be prepared', async () => {
    const { stdout: refused } = await storage.run(`doctor ${words('reader')}`);
    expect(refused).toMatch(/^fail +migrate +.*permission denied for schema public/m);
    const before = postgres.dataDump('postgres');
    const { stdout } = await storage.run(`doctor ${words('keepsake')}`);
    expect(stdout).toMatch(/^pass +migrate +.*photos\.image can be moved$/m);
    expect(postgres.dataDump('postgres')).toBe(before);
  });
});

describe('a row that the database refuses to write', () => {
  it('is told with the database’s words, and written once its reason is gone', async () => {
    const before = postgres.dataDump('postgres');
    await postgres.query(`ALTER TABLE photos ADD CHECK (id <> 2) NOT VALID`);
    const ended = await storage.run(`migrate ${words('keepsake')}`);
    const id = batchIn(ended);
    expect([ended.code, ended.stderr]).toEqual([
      3,
      expect.stringContaining(`files ${id} --status changed`),
    ]);
    const { stdout } = await storage.run(`files ${id} --status changed`);
    expect(stdout).toContain('violates check constraint "photos_id_check" (23514)');
    await postgres.query('ALTER TABLE photos DROP CONSTRAINT photos_id_check');
    expect((await storage.run(`resume ${id} --take-changed`)).code).toBe(0);
    expect(await postgres.query('SELECT id, image_s3_key AS key FROM photos ORDER BY id')).toEqual([
      { id: 1, key: '1/a.jpg' },
      { id: 2, key: '2/b.jpg' },
    ]);
    expect((await storage.run(`rollback ${id} --apply --more-than-half`)).code).toBe(0);
    expect([postgres.dataDump('postgres'), storage.objects]).toEqual([before, {}]);
  });

  it('says what to do where a view of the application reads an added column', async () => {
    const id = batchIn(await storage.run(`migrate ${words('keepsake')}`));
    await postgres.query('CREATE VIEW shown AS SELECT image_s3_url FROM photos');
    const rollback = `rollback ${id} --apply --more-than-half`;
    expect(await storage.run(rollback)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('other objects depend on it (2BP01). Drop it'),
    });
    await postgres.query('DROP VIEW shown');
    expect((await storage.run(rollback)).code).toBe(0);
    expect(await postgres.query('SELECT * FROM photos WHERE id = 1')).toEqual([
      { id: 1, image: 'a.jpg' },
    ]);
  });
});
