import { describe, expect, it } from '@jest/globals';
import {
  announcedType,
  canonicalMediaType,
  extensionsOf,
  mediaTypeOf,
} from '../../../../core/uploads/model/media-type.ts';
import { mediaTypeTable } from '../../../../core/uploads/model/media-type-table.ts';
import { misnamedTypes } from '../../../../core/uploads/model/misnamed-types.ts';

const rows = Object.entries(mediaTypeTable);
const duplicates = (names: string[]) =>
  names.filter((name, index) => names.indexOf(name) !== index);

describe('the table of media types', () => {
  it('gives every spelling to one type', () => {
    expect(duplicates(rows.flatMap(([type, { aliases = [] }]) => [type, ...aliases]))).toEqual([]);
  });

  it('gives every extension to one type', () => {
    expect(duplicates(rows.flatMap(([, { extensions = [] }]) => [...extensions]))).toEqual([]);
  });

  it('has an extension for every type but bytes, so that no name keeps one that runs', () => {
    const without = rows.filter(([, { extensions = [] }]) => extensions.length === 0);
    expect(without.map(([type]) => type)).toEqual(['application/octet-stream']);
  });

  it('knows the extensions that tell a misnamed type', () => {
    const unknown = Object.values(misnamedTypes)
      .flat()
      .filter((extension) => mediaTypeOf(`a.${extension}`) === 'application/octet-stream');
    expect(unknown).toEqual([]);
  });
});

describe('a media type', () => {
  it.each([
    ['audio/x-m4a', 'audio/mp4'],
    ['audio/x-wav', 'audio/wav'],
    ['audio/mp3', 'audio/mpeg'],
    ['image/jpg', 'image/jpeg'],
    ['IMAGE/PJPEG', 'image/jpeg'],
    ['text/x-subrip', 'application/x-subrip'],
    ['audio/webm;codecs=opus', 'audio/webm'],
    ['image/pdf', 'application/pdf'],
    ['application/msexcel', 'application/vnd.ms-excel'],
    ['audio/x-vorbis', 'audio/ogg'],
    ['video/3gp', 'video/3gpp'],
    ['video/x-avi', 'video/x-msvideo'],
    ['application/x-nobody-knows', 'application/x-nobody-knows'],
  ])('%s is spelled %s', (spelling, canonical) => {
    expect(canonicalMediaType(spelling)).toBe(canonical);
  });

  it.each([
    ['', 'IMG_1.HEIC', 'image/heic'],
    [undefined, 'notes.md', 'text/markdown'],
    [
      'application/octet-stream',
      'a.docx',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ],
    ['binary/octet-stream', 'a.m4a', 'audio/mp4'],
    ['application/vnd.ms-excel', 'table.csv', 'text/csv'],
    ['application/vnd.ms-excel', 'table.xls', 'application/vnd.ms-excel'],
    [
      'application/x-zip-compressed',
      'a.xlsx',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ],
    ['application/zip', 'a.zip', 'application/zip'],
    ['video/ogg', 'song.ogg', 'audio/ogg'],
    ['audio/ogg', 'song.opus', 'audio/opus'],
    ['audio/mpeg', 'memo.m4a', 'audio/mp4'],
    ['audio/x-speex+ogg', 'memo.spx', 'audio/ogg'],
    ['audio/mp2', 'song.mp2', 'audio/mpeg'],
    ['image/png', 'wrong.jpg', 'image/png'],
    ['', 'memo.3ga', 'audio/3gpp'],
    ['', 'film.f4v', 'video/mp4'],
    ['', 'README', 'application/octet-stream'],
    ['*/*', 'IMG_1.HEIC', 'image/heic'],
    ['image/*', 'IMG_1.HEIC', 'image/heic'],
    ['image/*', 'song.mp3', 'audio/mpeg'],
    ['*/*', 'README', 'application/octet-stream'],
    ['unknown/unknown', 'a.m4a', 'audio/mp4'],
    ['application/x-octet-stream', 'a.m4a', 'audio/mp4'],
    ['content/unknown; charset=binary', 'a.pdf', 'application/pdf'],
  ])('announced as %j for %s is %s', (contentType, fileName, type) => {
    expect(announcedType({ contentType, fileName })).toBe(type);
  });

  it('knows its own extensions under every spelling', () => {
    expect(extensionsOf('image/jpg')).toContain('jpeg');
    expect(extensionsOf('constructor')).toEqual([]);
  });
});
