import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { disposition } from '../../../../core/storage/model/disposition.ts';
import { inlineTypes } from '../../../../core/storage/model/inline-types.ts';
import { servedName } from '../../../../core/uploads/model/served-name.ts';
import { anyText } from '../../../fuzz/any-text.ts';

type Parsed = { kind: string; plain: string; name: string };

/** RFC 6266 with RFC 5987, read strictly: anything else in the header, and nothing matches. */
const parse = (header: string): Parsed => {
  const grammar =
    /^(inline|attachment); filename="([A-Za-z0-9._-]*)"; filename\*=UTF-8''((?:[A-Za-z0-9!#$&+.^_`|~-]|%[0-9A-F]{2})*)$/;
  const [, kind = '', plain = '', escaped = ''] = grammar.exec(header) ?? [];
  return { kind, plain, name: decodeURIComponent(escaped) };
};

const hostile = [
  'Grüße an alle.jpg',
  'cat.jpg\r\nSet-Cookie: a=b',
  'cat.jpg"; filename="evil.exe',
  "it's (1)*.jpg",
  '../../etc/passwd',
  '..\\..\\boot.ini',
  'gpj.\u202etac.exe',
  'cat\u0000.jpg',
  'half \ud83d pair.jpg',
  '\udc00\ud800',
  '100%.jpg',
  'a;b,c=d.jpg',
  '',
];

/** Any string, the well-formed and the others, with more trouble than chance would bring. */
const anyName = fc.oneof(
  fc.constantFrom(...hostile),
  anyText(127),
  fc
    .array(
      fc.constantFrom(
        '"',
        "'",
        '\\',
        '\r',
        '\n',
        '%',
        ';',
        '=',
        '/',
        '\u202e',
        '\ud83d',
        '\ude00',
        'ü',
        ' ',
      ),
      { maxLength: 60 },
    )
    .map((all) => all.join('')),
);

const anyType = fc.oneof(
  fc.constantFrom(...inlineTypes),
  fc.constantFrom('text/html', 'image/svg+xml', 'IMAGE/JPEG', 'image/jpeg; x=y', ''),
  fc.string(),
);

describe('disposition', () => {
  it('is one header line that any HTTP client can send and read', () => {
    fc.assert(
      fc.property(anyName, anyType, (fileName, contentType) => {
        const header = disposition({ fileName, contentType });
        expect(header).toMatch(/^[\x20-\x7e]+$/);
        expect(new Headers({ 'content-disposition': header }).get('content-disposition')).toBe(
          header,
        );
      }),
    );
  });

  it('gives the name back, whatever it is', () => {
    fc.assert(
      fc.property(anyName, (fileName) => {
        const { name } = parse(disposition({ fileName, contentType: 'image/jpeg' }));
        expect(name).toBe(
          fileName.toWellFormed() + (/\.(jpe?g|jpe|jfif)$/i.test(fileName) ? '' : '.jpg'),
        );
      }),
    );
  });

  it.each(hostile)('gives %j back', (fileName) => {
    const contentType = 'application/octet-stream';
    expect(parse(disposition({ fileName, contentType }))).toMatchObject({
      kind: 'attachment',
      name: servedName({ fileName, contentType }).toWellFormed(),
    });
  });

  it('is decided by the type alone', () => {
    fc.assert(
      fc.property(anyName, anyType, (fileName, contentType) => {
        expect(parse(disposition({ fileName, contentType })).kind).toBe(
          inlineTypes.includes(contentType) ? 'inline' : 'attachment',
        );
      }),
    );
  });

  it.each([
    'text/html',
    'image/svg+xml',
    'application/xhtml+xml',
    'text/xml',
    'application/javascript',
    'application/octet-stream',
    '',
  ])('saves %j: a browser would run it, or nobody knows what it would do', (contentType) => {
    expect(parse(disposition({ fileName: 'photo.jpg', contentType })).kind).toBe('attachment');
  });

  it('has a plain name for old clients, without anything that could end it', () => {
    expect(parse(disposition({ fileName: 'a "b"\\ü.jpg', contentType: 'image/jpeg' })).plain).toBe(
      'a__b___.jpg',
    );
  });

  it.each([
    ['letters', 'x'.repeat(255)],
    ['umlauts', 'ü'.repeat(220)],
    ['Chinese', '你'.repeat(160)],
    ['emoji', '😀'.repeat(114)],
  ])('gives a long name in %s back', (_, fileName) => {
    expect(parse(disposition({ fileName, contentType: 'application/octet-stream' })).name).toBe(
      fileName,
    );
  });

  it.each(['x', 'ü', '你', '😀', '\ud800'])(
    'cuts a name of too many %j at its beginning: S3 keeps 2 KB, and the end says what it is',
    (char) => {
      const header = disposition({
        fileName: `${char.repeat(5000)}.jpg`,
        contentType: 'image/jpeg',
      });
      const { name } = parse(header);
      expect(header.length).toBeLessThan(1700);
      expect(`${char.toWellFormed().repeat(5000)}.jpg`.endsWith(name)).toBe(true);
      expect(name).toMatch(/.{100,}\.jpg$/u);
    },
  );
});
