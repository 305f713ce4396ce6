import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { legacyUrl } from '../../../../core/delivery/model/legacy-url.ts';
import { anyText } from '../../../fuzz/any-text.ts';

const base = 'https://old.example.com/files';

const pieces = [
  '..',
  '.',
  '/',
  '\\',
  '//evil.example',
  '%2e%2e',
  '%2f',
  '?a=b',
  '#c',
  '@evil',
  ':',
  '\t',
  '\n',
  '\0',
  '\ud800',
  'ü',
  'a b',
];

const anyPath = fc.oneof(
  anyText(),
  fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join('')),
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
);

describe('legacy URL', () => {
  it.each([
    ['2019/05/cat.jpg', '/2019/05/cat.jpg'],
    ['/2019//05/./cat.jpg', '/2019/05/cat.jpg'],
    ['2019\\05\\cat.jpg', '/2019/05/cat.jpg'],
    ['a b/Grüße?.jpg', '/a%20b/Gr%C3%BC%C3%9Fe%3F.jpg'],
    ['../../etc/passwd', '/etc/passwd'],
    ['..\\..\\boot.ini', '/boot.ini'],
    ['%2e%2e/secret', '/%252e%252e/secret'],
    ['https://evil.example/x', '/https%3A/evil.example/x'],
    ['half \ud800.jpg', '/half%20%EF%BF%BD.jpg'],
  ])('of %j is below the base', (path, expected) => {
    expect(legacyUrl(base, path)).toBe(`${base}${expected}`);
  });

  it.each(['', '/', '..', './..//', '\\'])('of %j is none: it names no file', (path) => {
    expect(legacyUrl(base, path)).toBeUndefined();
  });

  it('never leaves the base, whatever was recorded', () => {
    fc.assert(
      fc.property(anyPath, (path) => {
        const url = legacyUrl(base, path);
        const parsed = new URL(url ?? `${base}/`);
        expect(parsed).toMatchObject({
          origin: 'https://old.example.com',
          search: '',
          hash: '',
          username: '',
        });
        expect(parsed.pathname.startsWith('/files/')).toBe(true);
        expect(parsed.href).toBe(url ?? `${base}/`);
      }),
    );
  });

  it('has no step up in it for a server that decodes it, on any system', () => {
    fc.assert(
      fc.property(anyPath, (path) => {
        const { pathname } = new URL(legacyUrl(base, path) ?? `${base}/`);
        expect(decodeURIComponent(pathname).split(/[\\/]/)).not.toContain('..');
      }),
    );
  });
});
