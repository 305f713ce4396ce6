import { describe, expect, it } from '@jest/globals';
import { ObjectProperties } from '../../../../core/bulk/model/object-properties.ts';

describe('the headers that files get', () => {
  const properties = new ObjectProperties({
    set: [
      { name: 'cache-control', value: 'no-store' },
      { name: 'cache-control', value: 'max-age=60', glob: '*.jpg' },
    ],
  });

  it('are those of rules without a pattern for every file, unless a later rule has another', () => {
    expect(properties.of('a.txt')).toEqual({ 'cache-control': 'no-store' });
    expect(properties.of('a.jpg')).toEqual({ 'cache-control': 'max-age=60' });
  });

  it('are none where no rule is about the file', () => {
    const films = new ObjectProperties({
      set: [{ name: 'cache-control', value: 'no-store', glob: '*.mp4' }],
    });
    expect(films.of('a.jpg')).toBeUndefined();
  });
});
