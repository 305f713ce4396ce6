import { describe, expect, it } from '@jest/globals';
import { list, table, useDatabase } from './sql-database.ts';

useDatabase();

describe('a column of lists', () => {
  it('lists each file with its place, from texts and from objects', async () => {
    await table('jsonb', [
      JSON.stringify(['a.jpg', { path: '2019/b.jpg' }, null, { url: 'a.jpg' }]),
    ]);
    expect(
      (await list()).map(({ path, row, sizeBytes }) => [path, row?.index, row?.value, sizeBytes]),
    ).toEqual([
      ['1/0/a.jpg', 0, 'a.jpg', 5],
      ['1/1/2019/b.jpg', 1, '2019/b.jpg', 4],
      ['1/3/a.jpg', 3, 'a.jpg', 5],
    ]);
  });

  it('resumes within a row', async () => {
    await table('jsonb', [JSON.stringify(['a.jpg', 'a.jpg', 'a.jpg']), JSON.stringify(['a.jpg'])]);
    expect((await list({}, '1/1/a.jpg')).map(({ path }) => path)).toEqual([
      '1/2/a.jpg',
      '2/0/a.jpg',
    ]);
  });

  it('lists a row again that changed since: what is on record already stays as it is', async () => {
    await table('jsonb', [JSON.stringify(['a.jpg', '2019/b.jpg'])]);
    expect((await list({}, '1/1/other.jpg')).map(({ path }) => path)).toEqual([
      '1/0/a.jpg',
      '1/1/2019/b.jpg',
    ]);
  });

  it('reports what names no file', async () => {
    await table('jsonb', [JSON.stringify([7, { name: 'a' }, ['a.jpg'], true])]);
    expect((await list()).map(({ problem }) => problem?.code)).toEqual([
      'BadRow',
      'BadRow',
      'BadRow',
      'BadRow',
    ]);
  });

  it('may be of PostgreSQL’s own arrays', async () => {
    await table('text[]', [['a.jpg', '2019/b.jpg']]);
    expect((await list()).map(({ path }) => path)).toEqual(['1/0/a.jpg', '1/1/2019/b.jpg']);
  });
});
