import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { typeOfName } from '../../../client/model/media-type.ts';
import { mediaTypeOf } from '../../../core/uploads/model/media-type.ts';
import { mediaTypeTable } from '../../../core/uploads/model/media-type-table.ts';
import {
  extensionTypesFile,
  extensionTypesText,
} from '../../../tools/client-types/extension-types.ts';

import { fileNameFile, fileNameText } from '../../../tools/client-types/file-name.ts';

const names = Object.values(mediaTypeTable)
  .flatMap(({ extensions = [] }) => extensions)
  .flatMap((extension) => [`a.${extension}`, `A.B.${extension.toUpperCase()}`]);

describe('the client’s rule for file names', () => {
  it('is the server’s: `npm run client:types` copies it', () => {
    expect(readFileSync(fileNameFile, 'utf8')).toBe(fileNameText());
  });
});

describe('the client’s table of extensions', () => {
  it('is the server’s: `npm run client:types` writes it', () => {
    expect(readFileSync(extensionTypesFile, 'utf8')).toBe(extensionTypesText());
  });

  it('names every file’s type as the server does', () => {
    expect(names.map(typeOfName)).toEqual(names.map(mediaTypeOf));
  });

  it.each(['a', '.gitignore', 'a.constructor', 'a.unknown', 'a.'])('names none of %s', (name) => {
    expect(typeOfName(name)).toBeUndefined();
  });
});
