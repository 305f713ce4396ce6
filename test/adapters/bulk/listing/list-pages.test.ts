import { describe, expect, it } from '@jest/globals';
import {
  type ListPage,
  listPages,
  type PageQuery,
} from '../../../../adapters/bulk/listing/list-pages.ts';

const page = (keys: readonly string[], next?: string): ListPage => ({
  IsTruncated: next !== undefined,
  NextContinuationToken: next,
  Contents: keys.map((Key) => ({ Key, Size: 1 })),
});

/** The keys of the pages that answers make; `answer` is asked for one after the other. */
const listed = async (answer: (query: PageQuery, number: number) => ListPage, prefix = '') => {
  let asked = 0;
  const ask = async (query: PageQuery) => {
    asked += 1;
    return answer(query, asked);
  };
  const keys: string[] = [];
  for await (const objects of listPages(ask, { bucket: 'b', prefix }))
    keys.push(...objects.map(({ key }) => key));
  return keys;
};

describe('pages of a listing', () => {
  it.each([2, 3, 7])('end when they go round in a circle of %i pages', async (length) => {
    const circle = (_query: PageQuery, number: number): ListPage =>
      page([`key ${number % length}`], `token ${number}`);
    await expect(listed(circle)).rejects.toThrow(/circle: a page of it came twice/);
  });

  it.each([2, 3, 7])('end when %i tokens come again and again', async (length) => {
    const circle = (_query: PageQuery, number: number): ListPage =>
      page([`key ${number}`], `token ${number % length}`);
    await expect(listed(circle)).rejects.toThrow(/circle: a page of it came twice/);
  });

  it('go on over pages without keys, and may be many', async () => {
    const keys = await listed((_query, number) =>
      page(number % 2 ? [] : [`${number}`], number < 100 ? `${number}` : undefined),
    );
    expect(keys).toHaveLength(50);
  });

  it.each([
    ['without a token', undefined],
    ['with an empty token', ''],
  ])('break off %s while there are more', async (_, token) => {
    const broken = { ...page(['a'], 'more'), NextContinuationToken: token };
    await expect(listed(() => broken)).rejects.toThrow(/breaks off/);
  });

  it('are none if the keys that are counted are not there', async () => {
    const other = { IsTruncated: false, Name: 'b', KeyCount: 2 };
    await expect(listed(() => other)).rejects.toMatchObject({ name: 'TransientFault' });
  });

  it('are believed by storage that counts no keys', async () => {
    expect(await listed(() => ({ ...page(['a']), KeyCount: 0 }))).toEqual(['a']);
  });

  it.each([
    ['no key', {}, /without its key/],
    ['an empty key', { Key: '' }, /without its key/],
    ['no number of bytes', { Key: 'a', Size: Number.NaN }, /a is listed with a size of NaN/],
    ['a part of a byte', { Key: 'a', Size: 0.5 }, /a is listed with a size of 0\.5/],
    ['fewer bytes than none', { Key: 'a', Size: -1 }, /a is listed with a size of -1/],
    ['more bytes than are counted', { Key: 'a', Size: 2 ** 53 }, /a is listed with a size of/],
  ])('are refused for an object with %s', async (_, object, message) => {
    const wrong = { IsTruncated: false, Contents: [object] };
    await expect(listed(() => wrong)).rejects.toThrow(message);
  });
});
