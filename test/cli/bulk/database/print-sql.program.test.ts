import { beforeEach, describe, expect, it } from '@jest/globals';
import { Workplace } from '../../run-keepsake.ts';
import { batchIn } from '../fake-storage.ts';
import { startShop } from './start-shop.ts';

const { postgres, storage } = await startShop({
  logs: true,
  files: { 'media/a.jpg': 'A', 'media/b.jpg': 'B' },
});

beforeEach(async () => {
  await postgres.query('DROP SCHEMA public CASCADE');
  await postgres.query('CREATE SCHEMA public');
  await postgres.query(
    'CREATE TABLE photos (id int PRIMARY KEY, image text, files jsonb, shop int NOT NULL DEFAULT 1)',
  );
  await postgres.query(`INSERT INTO photos VALUES (1, 'a.jpg', '["a.jpg"]'), (2, 'b.jpg', '[]')`);
});

const command = (more: string): string =>
  `migrate ${postgres.url} --table photos --root ./media --to s3://bucket ${more}`;

type Printed = { step: string; sql: string; parameters: unknown[] };

const print = async (more: string): Promise<Printed[]> => {
  const { code, stdout } = await storage.run(command(`${more} --print-sql --json`));
  expect(code).toBe(0);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
};

const bare = (statements: readonly string[]): string[] => [
  ...new Set(statements.map((sql) => sql.replace(/\s+/g, ' ').trim())),
];

const logged = async (more: string): Promise<string[]> => {
  const before = postgres.statements().length;
  expect((await storage.run(command(more))).code).toBe(0);
  return bare(postgres.statements().slice(before));
};

describe('keepsake migrate postgres://… --print-sql', () => {
  it.each(['--column image --index-urls', '--column files', '--column image --id shop,id'])(
    'prints every statement that the server gets later: %s',
    async (more) => {
      const printed = await print(more);
      const ran = await logged(more);
      const texts = bare(printed.map(({ sql }) => sql));
      expect(ran.filter((sql) => !texts.includes(sql))).toEqual([]);
      // A small table has one page, and no row is looked at again.
      expect(texts.filter((sql) => !ran.includes(sql))).toEqual([
        expect.stringMatching(/^WITH page AS .* > \(*\$2::/),
        expect.stringMatching(/ > \(*\$1::/),
        expect.stringMatching(/ >= \(*\$1::/),
        expect.stringMatching(/ = \(*\$1::/),
      ]);
    },
  );

  it('changes nothing, writes nothing, sends nothing, and puts no batch on record', async () => {
    const [before, sent] = [postgres.schemaDump(), storage.s3.seen.length];
    const { stdout: batches } = await storage.run('batches --json');
    const from = postgres.statements().length;
    await print('--column image --index-urls');
    expect(postgres.schemaDump()).toBe(before);
    expect(storage.s3.seen.length).toBe(sent);
    expect((await storage.run('batches --json')).stdout).toBe(batches);
    const ran = bare(postgres.statements().slice(from));
    expect(ran.filter((sql) => !/^(SELECT|BEGIN|COMMIT|SET TRANSACTION READ)/.test(sql))).toEqual(
      [],
    );
    expect(ran).toContain('SET TRANSACTION READ ONLY');
  });

  it('writes URLs of the region that a profile names, and refuses to guess one', async () => {
    const here = new Workplace({ AWS_PROFILE: 'shop' });
    const line = command('--column image --print-sql');
    expect(await here.run(line)).toMatchObject({ code: 2, stdout: '' });
    here.files({ '.aws/config': '[profile shop]\nregion = eu-central-1\n' });
    const { stdout } = await here.run(line);
    expect(stdout).toContain('https://bucket.s3.eu-central-1.amazonaws.com/');
    here.remove();
  });

  it('is SQL for people: steps and parameters as remarks, and no password', async () => {
    const { code, stdout } = await storage.run(command('--column image --print-sql'));
    expect([code, stdout]).toEqual([0, expect.not.stringContaining('hunter2')]);
    expect(stdout).toMatch(/^-- Prepare the database/m);
    expect(stdout).toMatch(/^BEGIN;$/m);
    expect(stdout).toMatch(/^-- {3}\$1: "<batch>"$/m);
    expect(stdout).toMatch(/ADD COLUMN "image_s3_key" text;$/m);
  });

  it('prints for a batch that is on record what is left to do, with its id', async () => {
    const id = batchIn(await storage.run(command('--column image')));
    const { code, stdout } = await storage.run(`migrate --resume ${id} --print-sql`);
    expect([code, stdout]).toEqual([0, expect.stringContaining(`"${id}"`)]);
    expect(stdout).not.toMatch(/ADD COLUMN/);
  });

  it.each([
    ['../media --to s3://bucket', 2, '--print-sql goes with a database'],
    ['URL --table nothing --column image --root ./media --to s3://bucket', 2, 'no table nothing'],
  ])('refuses %s', async (words, code, message) => {
    const line = `migrate ${words.replace('URL', postgres.url)} --print-sql`;
    expect(await storage.run(line)).toMatchObject({
      code,
      stdout: '',
      stderr: expect.stringContaining(message),
    });
  });
});
