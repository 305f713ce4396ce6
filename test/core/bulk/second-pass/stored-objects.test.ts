import { describe, expect, it } from '@jest/globals';
import { StoredObjects } from '../../../../core/bulk/second-pass/stored-objects.ts';
import { MemoryDestination } from '../../../fakes/bulk/memory-destination.ts';

const holding = (keys: readonly string[]) => {
  const destination = new MemoryDestination();
  for (const key of keys) destination.put(key, key);
  return { destination, stored: new StoredObjects(destination) };
};

const many = Array.from({ length: 10_000 }, (_, index) => String(index).padStart(5, '0'));

describe('find objects by listing', () => {
  it('finds keys in order with one listing', async () => {
    const { destination, stored } = holding(['a', 'b', 'd']);
    const found = [];
    for (const key of ['a', 'c', 'd', 'e']) found.push((await stored.find(key))?.key);
    expect([found, destination.listings]).toEqual([['a', undefined, 'd', undefined], 1]);
  });

  it('lists anew instead of passing many keys, and to go back', async () => {
    const { destination, stored } = holding(many);
    const found = [];
    for (const key of ['00000', '09999', '00003']) found.push((await stored.find(key))?.key);
    expect([found, destination.listings]).toEqual([['00000', '09999', '00003'], 3]);
  });

  it('knows that UTF-8 sorts an emoji behind a full-width letter', async () => {
    const { destination, stored } = holding(['a']);
    destination.list = async function* () {
      yield* ['\uff21', '\u{1f600}'].map((key) => ({ key, sizeBytes: 1, etag: 'e' }));
    };
    expect((await stored.find('\uff21'))?.key).toBe('\uff21');
    expect((await stored.find('\u{1f600}'))?.key).toBe('\u{1f600}');
  });
});
