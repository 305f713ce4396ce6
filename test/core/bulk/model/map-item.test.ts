import { describe, expect, it } from '@jest/globals';
import { mapItems } from '../../../../core/bulk/model/map-item.ts';

const version = (changes: Record<string, unknown>) => ({
  ...{
    Bucket: 'old',
    Key: 'a+b%2Bc.jpg',
    VersionId: 'v1',
    IsLatest: 'true',
    IsDeleteMarker: 'false',
    Size: '7',
    ETag: 'e1',
  },
  ...changes,
});

describe('what a Distributed Map lists', () => {
  it.each([
    [
      'a listing',
      { Key: 'a b.jpg', Size: 7, Etag: '"e"', StorageClass: 'STANDARD' },
      { key: 'a b.jpg', sizeBytes: 7, etag: '"e"' },
    ],
    [
      'an inventory',
      { Bucket: 'old', Key: 'a+b%2Bc.jpg', Size: '7', ETag: 'e' },
      { key: 'a b+c.jpg', sizeBytes: 7, etag: '"e"' },
    ],
    [
      'a manifest with owners',
      { key: 'a.jpg', size: '7', owner: '42', partner: 'shop' },
      { key: 'a.jpg', sizeBytes: 7, ownerId: 'usr_42', partnerId: 'shop' },
    ],
    ['a manifest', { key: 'a+b.jpg', size: '7', etag: '' }, { key: 'a+b.jpg', sizeBytes: 7 }],
  ])('is read as %s spells it', (_, row, item) => {
    expect(mapItems([row])).toEqual([item]);
  });

  it('is of an inventory of all versions the current one only', () => {
    expect(
      mapItems([version({}), version({ VersionId: 'v0', IsLatest: 'false', ETag: 'e0' })]),
    ).toEqual([{ key: 'a b+c.jpg', sizeBytes: 7, etag: '"e1"' }]);
  });

  it('is nothing where a delete marker says that the object is gone', () => {
    const marker = version({ VersionId: 'v2', IsDeleteMarker: 'true', Size: '', ETag: '' });
    expect(mapItems([marker, version({ IsLatest: 'false' })])).toEqual([]);
  });

  it('is refused when a row is no object at all', () => {
    expect(() => mapItems([{ Key: 'a' }])).toThrow();
    expect(() => mapItems([null])).toThrow();
  });
});
