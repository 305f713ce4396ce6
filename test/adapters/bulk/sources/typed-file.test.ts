import { expect, it } from '@jest/globals';
import { typedFile } from '../../../../adapters/bulk/sources/typed-file.ts';

const typeOf = (path: string): string | undefined =>
  typedFile({ path, location: { kind: 'file', path } }).contentType;

it('gives a file the type of its name, whichever names came before', () => {
  const expected = {
    'a/.psd': 'application/octet-stream',
    'a/b.psd': 'image/vnd.adobe.photoshop',
    'b.psd/.psd': 'application/octet-stream',
    'b.psd/c': 'application/octet-stream',
    'c.psd': 'image/vnd.adobe.photoshop',
    'c.PSD': 'image/vnd.adobe.photoshop',
    'photo.jpg': 'image/jpeg',
    'x.unknown-end': 'application/octet-stream',
  };
  const paths = Object.keys(expected);
  for (const order of [paths, paths.toReversed()])
    for (const path of order)
      expect([path, typeOf(path)]).toEqual([path, expected[path as 'c.psd']]);
});

it('leaves the type that a source says', () => {
  const file = {
    path: 'a.jpg',
    location: { kind: 'file', path: 'a.jpg' },
    contentType: 'a/b',
  } as const;
  expect(typedFile(file)).toBe(file);
});
