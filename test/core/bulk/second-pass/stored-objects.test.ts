import { describe, expect, it } from '@jest/globals';
import { StoredObjects } from '../../../../core/bulk/second-pass/stored-objects.ts';
import { MemoryDestination } from '../../../fakes/bulk/memory-destination.ts';

const holding = (keys: readonly string[]) => {
  const destination = new MemoryDestination();
  for (const key of keys) destination.put(key, key);
  return { destination, stored: new StoredObjects(destination) };
};

const keysOf = async (stored: StoredObjects, keys: readonly string[]) =>
  (await stored.find(keys)).map((object) => object?.key);

const many = Array.from({ length: 10_000 }, (_, index) => String(index).padStart(5, '0'));

describe('find objects by listing', () => {
  it('finds keys in order with one listing', async () => {
    const { destination, stored } = holding(['a', 'b', 'd']);
    const found = await keysOf(stored, ['a', 'c', 'd', 'e']);
    expect([found, destination.listings]).toEqual([['a', undefined, 'd', undefined], 1]);
  });

  it('lists anew instead of passing many keys, and to go back', async () => {
    const { destination, stored } = holding(many);
    const found = await keysOf(stored, ['00000', '09999', '00003']);
    expect([found, destination.listings]).toEqual([['00000', '09999', '00003'], 3]);
  });

  it('passes over a page without keys, and finds the first key of the next one', async () => {
    const { destination, stored } = holding([]);
    destination.list = async function* () {
      for (const page of [['a'], [], ['b', 'c']])
        yield page.map((key) => ({ key, sizeBytes: 1, etag: 'e' }));
    };
    expect(await keysOf(stored, ['a', 'b', 'c'])).toEqual(['a', 'b', 'c']);
  });

  it('knows that UTF-8 sorts an emoji behind a full-width letter', async () => {
    const { destination, stored } = holding(['a']);
    const names = ['\uff21', '\u{1f600}'];
    destination.list = async function* () {
      yield names.map((key) => ({ key, sizeBytes: 1, etag: 'e' }));
    };
    expect(await keysOf(stored, names)).toEqual(names);
  });

  it.each(['\u{1f600}', 'a/\u{1f600}', 'a'])(
    'lists from a whole character before %s: half of one has no place in a URL',
    async (key) => {
      const { destination, stored } = holding([key]);
      const after: (string | undefined)[] = [];
      const list = destination.list.bind(destination);
      destination.list = (from) => {
        after.push(from);
        return list(from);
      };
      expect(await keysOf(stored, [key])).toEqual([key]);
      expect(after).toEqual([key.replace(/(?:a|\u{1f600})$/u, '')]);
    },
  );
});
