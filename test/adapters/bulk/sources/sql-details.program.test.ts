import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SqlSource } from '../../../../adapters/bulk/sources/sql.ts';
import type { SourceFile } from '../../../../core/bulk/model/transfer.ts';
import { inItems } from '../../../../core/shared/in-groups.ts';
import { type Postgres, startPostgres } from '../../../postgres/start-postgres.ts';
import { type TemporaryFolder, temporaryFolder } from './temporary-folder.ts';

let disk: TemporaryFolder;
let postgres: Postgres;
let root = '';

beforeAll(async () => {
  disk = temporaryFolder();
  root = disk.write({ 'a.jpg': 'A', 'b.jpg': 'B', 'c.jpg': 'C' });
  postgres = await startPostgres();
  await postgres.query(
    'CREATE TABLE photos (id int PRIMARY KEY, photo text, user_id int, shop text)',
  );
  await postgres.query(
    `INSERT INTO photos VALUES (1, 'a.jpg', 42, 'north'), (2, 'b.jpg', 7, ''), (3, 'c.jpg', NULL, NULL)`,
  );
});

afterAll(async () => {
  await postgres.stop();
  disk.remove();
});

const keyPaths = async (stripPrefix: string): Promise<unknown[]> => {
  const names = { table: 'photos', id: 'id', column: 'place' };
  const source = new SqlSource({ url: postgres.url, ...names, root, pathKeys: { stripPrefix } });
  try {
    const found: unknown[] = [];
    for await (const { keyPath } of inItems(source.list())) found.push(keyPath);
    return found;
  } finally {
    await source.close();
  }
};

describe('the beginning that keys leave out', () => {
  it.each(['old/', '/old/', './old/', 'https://old.example.com/old/'])(
    'is meant in every spelling that a path has: %s',
    async (prefix) => {
      await postgres.query('ALTER TABLE photos ADD COLUMN place text');
      await postgres.query(`UPDATE photos SET place = '/old/a.jpg' WHERE id = 1`);
      await postgres.query(`UPDATE photos SET place = 'older/b.jpg' WHERE id = 2`);
      expect(await keyPaths(prefix)).toEqual(['a.jpg', 'older/b.jpg']);
      await postgres.query('ALTER TABLE photos DROP COLUMN place');
    },
  );
});

const owned = async (details: { owner?: string; partner?: string }) => {
  const names = { table: 'photos', id: 'id', column: 'photo' };
  const source = new SqlSource({ url: postgres.url, ...names, root, details });
  try {
    const found: (SourceFile | undefined)[] = [];
    for await (const file of inItems(source.list())) found.push(file);
    found.push(await source.stat('1/a.jpg'));
    return found.map((file) => [file?.ownerId, file?.partnerId]);
  } finally {
    await source.close();
  }
};

describe('columns that say whose a row’s files are', () => {
  it('name the owner and the partner; an empty value names none', async () => {
    expect(await owned({ owner: 'user_id', partner: 'shop' })).toEqual([
      ['usr_42', 'north'],
      ['usr_7', undefined],
      [undefined, undefined],
      ['usr_42', 'north'],
    ]);
  });

  it('that the table does not have are refused by name', async () => {
    await expect(owned({ owner: 'user id" FROM photos; --' })).rejects.toThrow(
      'photos has no column user id" FROM photos; --.',
    );
  });
});
