import { describe, expect, it } from '@jest/globals';
import { displayName } from '../../../../core/bulk/model/batch-names.ts';
import { unsafePath } from '../../../../core/bulk/model/source-path.ts';
import { InvalidInput } from '../../../../core/errors.ts';
import { createUpload } from '../../../../core/uploads/create-upload.ts';
import { sha256 } from '../../builders/records.ts';
import { alice, aWorld, errorOf } from '../../builders/world.ts';

const create = async (filename: string) => {
  const world = aWorld();
  const photo = {
    contentType: 'image/jpeg',
    sizeBytes: 3,
    sha256: sha256('cat'),
    category: 'photo',
  };
  const { uploadId } = await createUpload(world, alice, { ...photo, filename });
  return world.uploads.find(uploadId);
};

const marked = [
  '\u05e9\u05dc\u05d5\u05dd\u200f.jpg',
  '\u200ecat\u200e.jpg',
  '\u0633\u0644\u0627\u0645\u061c.jpg',
  '\ufeffcat.jpg',
  'cat.jpg\u200b',
  'long\u00adname\u2060.jpg',
];

describe('a mark in a name that has no look of its own', () => {
  it.each(marked)('is left out of what people see, and kept in what was sent: %j', async (sent) => {
    const fileName = sent.replace(/[\u200e\u200f\u061c\u200b\u2060\u00ad\ufeff]/g, '');
    expect(await create(sent)).toMatchObject({ fileName, originalFileName: sent });
    expect(unsafePath(sent)).toBeUndefined();
    expect(displayName(`2019/${sent}`)).toBe(fileName);
  });

  it.each(['\u200f', '\u200b', '\ufeff\u00ad', ' ', '\u00a0\u3000', '\u200d', '\u3164', '\u2800'])(
    'makes no name by itself: %j',
    async (name) => {
      expect(await errorOf(create(name))).toMatchObject({
        issues: [{ field: 'filename', message: 'must have a character that can be seen' }],
      });
      expect(displayName(`2019/${name}`)).toBe('file');
    },
  );

  it.each(['\u06a9\u062a\u0627\u0628\u200c\u0647\u0627.jpg', '\u{1f468}\u200d\u{1f469}.jpg'])(
    'is no joiner: %j keeps its look',
    async (name) => {
      expect(await create(name)).toMatchObject({ fileName: name });
    },
  );
});

describe('a character that makes a name look like another one', () => {
  it.each([
    ['gpj.\u202etac.exe', 'U+202E (right-to-left override)'],
    ['\u2066cat\u2069.jpg', 'U+2066 (left-to-right isolate)'],
    ['a\u0000.jpg', 'U+0000 (control character)'],
    ['a\u2028b.jpg', 'U+2028 (line separator)'],
    ['a\u0085b.jpg', 'U+0085 (control character)'],
  ])('is refused by name, in an announcement and in a batch: %j', async (filename, character) => {
    const error = await errorOf(create(filename));
    const message = `must not contain ${character}: remove this character from the name`;
    expect(error instanceof InvalidInput && error.issues).toEqual([{ field: 'filename', message }]);
    expect(unsafePath(filename)).toBe(
      `has ${character} in its name, which cannot be printed safely`,
    );
  });
});
