import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Postgres, startPostgres } from '../../../postgres/start-postgres.ts';
import type { Ended } from '../../run-keepsake.ts';
import { FakeStorage } from '../fake-storage.ts';

let postgres: Postgres;
let storage: FakeStorage;

const photos = { table: 'photos', column: 'image' };
const albums = { table: 'albums', id: 'tenant,no', column: 'files', to: 's3://bucket/albums' };

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(() => postgres.stop());

beforeEach(async () => {
  storage = await FakeStorage.start();
  storage.here.files({ 'media/a.jpg': 'A', 'media/b.jpg': 'B' });
  await postgres.query('DROP SCHEMA public CASCADE');
  await postgres.query('CREATE SCHEMA public');
  await postgres.query('CREATE TABLE photos (id int PRIMARY KEY, image text)');
  await postgres.query(
    'CREATE TABLE albums (tenant text, no int, files jsonb, PRIMARY KEY (tenant, no))',
  );
  await postgres.query("INSERT INTO photos VALUES (1, 'a.jpg')");
  await postgres.query(`INSERT INTO albums VALUES ('acme', 7, '["a.jpg", "b.jpg"]')`);
});

afterEach(() => storage.stop());

const run = (tables: unknown, more = ''): Promise<Ended> => {
  const text = typeof tables === 'string' ? tables : JSON.stringify(tables);
  storage.here.files({ 'tables.json': text });
  const where = `${postgres.url} --tables tables.json --root ./media --to s3://bucket`;
  return storage.run(`migrate ${where} ${more}`);
};

const jsonLines = ({ stdout }: Ended): { batchId: string; source: string; status: string }[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('keepsake migrate postgres://… --tables tables.json', () => {
  it('makes one batch of each table, with options of its own, and rolls each back alone', async () => {
    const ended = await run([photos, albums], '--json');
    expect(ended.code).toBe(0);
    expect(storage.objects).toEqual({
      '1/a.jpg': 'A',
      'albums/acme,7/0/a.jpg': 'A',
      'albums/acme,7/1/b.jpg': 'B',
    });
    const batches = jsonLines(ended);
    expect(batches.map(({ status }) => status)).toEqual(['completed', 'completed']);
    const [first, second] = batches.map(({ batchId }) => batchId);
    expect(first).not.toBe(second);
    for (const id of [first, second]) expect(ended.stderr).toContain(`Batch ${id}: `);
    await storage.run(`rollback ${first} --apply --more-than-half`);
    expect(Object.keys(storage.objects)).toEqual([
      'albums/acme,7/0/a.jpg',
      'albums/acme,7/1/b.jpg',
    ]);
  });

  it('names one command that takes all tables back', async () => {
    const { stderr } = await run([photos, albums]);
    const [, ids = ''] =
      /Take all of it back: keepsake rollback (bat_\S+ bat_\S+)\n/.exec(stderr) ?? [];
    const looked = await storage.run(`rollback ${ids}`);
    expect([looked.code, Object.keys(storage.objects).length]).toEqual([0, 3]);
    expect((await storage.run(`rollback ${ids} --apply --more-than-half`)).code).toBe(0);
    expect(storage.objects).toEqual({});
  });

  it('names the batches that were begun, the last one first, when a table stops the run', async () => {
    const third = { table: 'nothing', column: 'image' };
    const ended = await run([photos, albums, third]);
    const [first, second] = [...ended.stderr.matchAll(/Batch (bat_\S+): /g)].map(([, id]) => id);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(`Take all of it back: keepsake rollback ${second} ${first}\n`);
  });

  it('touches no table when one of the batches is unknown', async () => {
    const [first] = jsonLines(await run([photos, albums], '--json'));
    const { code } = await storage.run(`rollback ${first?.batchId} bat_none --apply`);
    expect([code, Object.keys(storage.objects).length]).toEqual([5, 3]);
  });

  it('goes on after a table with failed files, and ends with its exit code', async () => {
    await postgres.query("INSERT INTO photos VALUES (2, 'lost.jpg')");
    const ended = await run([photos, albums], '--json');
    expect(ended.code).toBe(3);
    const statuses = jsonLines(ended).map(({ status }) => status);
    expect(statuses).toEqual(['completed_with_errors', 'completed']);
  });

  it('stops at a table that cannot be used, and says which were not begun', async () => {
    const { code, stderr } = await run([{ ...photos, table: 'nothing' }, albums]);
    expect([code, storage.objects]).toEqual([2, {}]);
    expect(stderr).toMatch(/Not begun: postgres:\/\/.*albums\.files/);
    expect(stderr).toContain('There is no table nothing.');
  });

  it('takes a file that begins with the mark of an editor of Windows', async () => {
    expect((await run(`\ufeff${JSON.stringify([photos])}`)).code).toBe(0);
  });

  it('prints the SQL of every table', async () => {
    const { code, stdout } = await run([photos, albums], '--print-sql');
    expect([code, stdout]).toEqual([0, expect.stringContaining('ALTER TABLE "public"."photos"')]);
    expect(stdout).toContain('ALTER TABLE "public"."albums"');
  });

  it('is judged by doctor, with the same words', async () => {
    storage.here.files({ 'tables.json': JSON.stringify([photos, albums]) });
    const words = `${postgres.url} --tables tables.json --root ./media --to s3://bucket`;
    const { stdout } = await storage.run(`doctor ${words}`);
    expect(stdout).toMatch(/^pass +migrate +.*photos\.image, .*albums\.files can be moved$/m);
    storage.here.files({ 'tables.json': JSON.stringify([photos, { ...albums, id: 'no' }]) });
    const refused = await storage.run(`doctor ${words}`);
    expect(refused.stdout).toMatch(/^fail +migrate +.*--id 'tenant,no'/m);
  });

  it.each([
    ['an option that there is none of', [photos, { ...albums, tabel: 'x' }], 'Did you mean table?'],
    ['a value of another kind', [{ ...photos, 'index-urls': 'yes' }], 'must be true or false'],
    ['an option of no plan', [{ ...photos, resume: 'x' }], "no option 'resume'"],
    ['an entry without a column', [photos, { table: 'albums' }], '--column'],
    ['stdin for several tables', [{ ...photos, 'exclude-from': ['-'] }], 'name a file'],
    ['a list of nothing', [], 'is not a JSON list of objects'],
    ['no JSON', '[{"table": "photos",}]', 'is not JSON: Expected double-quoted property name'],
    ['a column of files that is named twice', [photos, albums, photos], 'is entry 1 already'],
    ['a list of a list', [[photos]], 'is not a JSON list of objects'],
  ])('refuses %s before anything is sent', async (_what, tables, message) => {
    const { code, stderr } = await run(tables);
    expect([code, stderr, storage.objects]).toEqual([2, expect.stringContaining(message), {}]);
    expect((await storage.run('batches --json')).stdout).toBe('');
  });

  it.each([
    ['./media --tables tables.json --to s3://bucket', '--tables goes with a database'],
    ['--resume bat_x --tables tables.json', 'leave out --tables'],
    ['postgres://h/d --tables no.json --to s3://bucket', 'cannot be read (ENOENT)'],
  ])('refuses migrate %s', async (words, message) => {
    storage.here.files({ 'tables.json': JSON.stringify([photos]) });
    const ended = await storage.run(`migrate ${words}`);
    expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  });
});
