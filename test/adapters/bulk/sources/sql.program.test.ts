import { realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HttpPolicy } from '../../../../adapters/aws/http-guard.ts';
import { SqlSource } from '../../../../adapters/bulk/sources/sql.ts';
import { type FileServer, serving, startFileServer } from './file-server.ts';
import { disk, list, open, postgres, root, table, useDatabase } from './sql-database.ts';

useDatabase();

describe('a column of paths', () => {
  it('lists each file under its row, with the row and the old path', async () => {
    await table('text', ['a.jpg']);
    expect(await list()).toEqual([
      {
        path: '1/a.jpg',
        location: {
          kind: 'file',
          path: join(realpathSync(root), 'a.jpg'),
          seen: { root: realpathSync(root), id: expect.stringMatching(/^\d+:\d+$/) },
        },
        sizeBytes: 5,
        modifiedAt: expect.any(String),
        row: { table: 'photos', id: '1', column: 'photo', value: 'a.jpg' },
      },
    ]);
  });

  it.each(['/2019/b.jpg', './2019/b.jpg', '2019//b.jpg'])(
    'finds %s below its root, as old systems mean it',
    async (value) => {
      await table('text', [value]);
      expect(await list()).toMatchObject([{ path: '1/2019/b.jpg', sizeBytes: 4, row: { value } }]);
    },
  );

  it('finds absolute paths below its root', async () => {
    await table('text', [join(root, '2019/b.jpg'), join(realpathSync(root), 'a.jpg')]);
    expect(await list()).toMatchObject([{ sizeBytes: 4 }, { sizeBytes: 5 }]);
  });

  it('says of a file that is not there where it was looked for', async () => {
    await table('text', ['/2019/lost.jpg']);
    expect(await list()).toMatchObject([
      {
        problem: {
          code: 'Missing',
          message: `There is no file 2019/lost.jpg below ${root}.`,
        },
      },
    ]);
  });

  it('passes over rows that name nothing', async () => {
    await table('text', [null, '', 'a.jpg']);
    expect((await list()).map(({ path }) => path)).toEqual(['3/a.jpg']);
  });

  it('lists two rows of one file as two', async () => {
    await table('text', ['a.jpg', 'a.jpg']);
    expect((await list()).map(({ path }) => path)).toEqual(['1/a.jpg', '2/a.jpg']);
  });

  it.each([
    ['steps up', '../../etc/passwd', 'UnsafeName'],
    ['a file that is not there', 'gone.jpg', 'Missing'],
    ['a folder', '2019', 'NotAFile'],
    ['the root itself', '/', 'UnsafeName'],
    ['a line break', 'a\nb', 'UnsafeName'],
    ['a novel', 'x'.repeat(5000), 'BadRow'],
    ['a URL of a host nobody allowed', 'http://169.254.169.254/latest/meta-data', 'OutsideRoot'],
    ['a URL of a file', 'file:///etc/passwd', 'OutsideRoot'],
    ['a link out', 'link', 'OutsideRoot'],
  ])('reports %s, and goes on', async (_what, value, code) => {
    symlinkSync('/etc/passwd', join(root, 'link'));
    await table('text', [value, 'a.jpg']);
    expect(await list()).toMatchObject([
      { location: { path: '' }, row: { id: '1' }, problem: { code } },
      { path: '2/a.jpg' },
    ]);
  });

  it('reports no row while the root is empty: its disk is not mounted', async () => {
    const from = disk.write({});
    await table('text', ['a.jpg']);
    const away = { name: 'TransientFault', message: expect.stringContaining('Mount its disk') };
    await expect(list({ from })).rejects.toMatchObject(away);
  });

  it('takes a name that an earlier conversion damaged: it is a name all the same', async () => {
    const from = disk.write({ 'caf\ufffd.jpg': 'bytes' });
    await table('text', ['caf\ufffd.jpg']);
    expect(await list({ from })).toEqual([
      expect.objectContaining({ path: '1/caf\ufffd.jpg', sizeBytes: 5 }),
    ]);
  });

  it('keeps hostile values printable and short', async () => {
    await table('text', [`\u001b[31m\u202e${'x'.repeat(5000)}`]);
    const [file] = await list();
    expect(file?.path).toMatch(/^1\/\\u\{1b\}\[31m\\u\{202e\}x+$/);
    expect(JSON.stringify(file).length).toBeLessThan(3000);
  });
});

describe('ids', () => {
  it('of numbers are followed as numbers, beyond one page', async () => {
    await postgres.query('CREATE TABLE photos (id bigint PRIMARY KEY, photo text)');
    await postgres.query(`INSERT INTO photos SELECT n, 'a.jpg' FROM generate_series(1, 2500) AS n`);
    expect((await list()).map(({ row }) => Number(row?.id))).toEqual(
      Array.from({ length: 2500 }, (_, index) => index + 1),
    );
  });

  it.each([
    ['uuid', ['00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000001']],
    ['text', ['B/../c', '..', 'é', 'a b', '😀']],
    ['varchar(9)', ['x', 'Y']],
    ['timestamptz', ['2019-01-01T00:00:00Z', '2018-01-01T00:00:00Z']],
  ])('may be %s, and every one can be resumed after and found again', async (type, ids) => {
    await postgres.query(`CREATE TABLE photos (id ${type} PRIMARY KEY, photo text)`);
    for (const id of ids) await postgres.query('INSERT INTO photos VALUES ($1, $2)', [id, 'a.jpg']);
    const files = await list();
    expect(files).toHaveLength(ids.length);
    const source = open();
    for (const [index, file] of files.entries()) {
      expect(await list({}, file.path)).toEqual(files.slice(index + 1));
      expect(await source.stat(file.path)).toEqual(file);
    }
    await source.close();
  });

  it('must tell rows apart', async () => {
    await postgres.query('CREATE TABLE photos (id int, photo text)');
    await expect(list()).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringContaining('primary key'),
    });
  });
});

describe('a column of URLs', () => {
  let server: FileServer;

  beforeAll(async () => {
    server = await startFileServer();
    server.handle(serving(new Map([['a b.jpg', Buffer.from('bytes')]]), '/media/'));
  });

  afterAll(() => server.stop());

  const http = (): HttpPolicy => ({ allowedHosts: [server.host], allowPrivate: true });

  it('lists where the allowed hosts have the files, and asks for one when it is looked up', async () => {
    await table('text', [`${server.url}media/a%20b.jpg`]);
    expect(await list({ http: http() })).toEqual([
      {
        path: '1/media/a b.jpg',
        location: { kind: 'http', url: `${server.url}media/a%20b.jpg` },
        row: expect.objectContaining({ id: '1' }),
      },
    ]);
    expect(server.requests).toEqual([]);
    const source = open({ http: http() });
    expect(await source.stat('1/media/a b.jpg')).toMatchObject({ sizeBytes: 5, row: { id: '1' } });
    await source.close();
  });

  it('puts paths behind a base URL when that is the root', async () => {
    await table('text', ['/a b.jpg']);
    expect(await list({ from: `${server.url}media/`, http: http() })).toMatchObject([
      { path: '1/a b.jpg', location: { kind: 'http', url: `${server.url}media/a%20b.jpg` } },
    ]);
  });
});

describe('a database', () => {
  it.each([
    ['a table that is SQL', { table: 'photos; DROP TABLE photos' }],
    ['a column that is SQL', { column: 'photo FROM photos; DROP TABLE photos; --' }],
    ['an id that is SQL', { id: 'id"; DROP TABLE photos; --' }],
    ['a name too long', { column: 'x'.repeat(60) }],
    ['a folder that is not there', { from: '/nothing/here' }],
  ])('refuses %s', async (_what, settings) => {
    await table('text', ['a.jpg']);
    await expect(list(settings)).rejects.toMatchObject({ name: 'InvalidInput' });
    expect(await postgres.query('SELECT count(*)::int AS count FROM photos')).toEqual([
      { count: 1 },
    ]);
  });

  it('takes names as they are written, in other schemas too', async () => {
    await postgres.query('DROP SCHEMA IF EXISTS "Old Site" CASCADE');
    await postgres.query('CREATE SCHEMA "Old Site"');
    await postgres.query(
      'CREATE TABLE "Old Site"."Photo""s" ("The Id" int PRIMARY KEY, "Select" text)',
    );
    await postgres.query(`INSERT INTO "Old Site"."Photo""s" VALUES (1, 'a.jpg')`);
    expect(await list({ table: 'Old Site.Photo"s', id: 'The Id', column: 'Select' })).toMatchObject(
      [{ path: '1/a.jpg', sizeBytes: 5 }],
    );
  });

  it('that does not answer is a fault that may pass, and names no password', async () => {
    const source = new SqlSource({
      url: 'postgres://user:hunter2@127.0.0.1:1/db',
      table: 'photos',
      id: 'id',
      column: 'photo',
      root,
    });
    const failed = await source
      .list()
      [Symbol.asyncIterator]()
      .next()
      .catch((error: Error) => error);
    expect(failed).toMatchObject({ name: 'TransientFault' });
    expect(JSON.stringify([String(failed), source.description])).not.toContain('hunter2');
    await source.close();
  });
});
