import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LinkedFile } from '../../../core/delivery/follow-link.ts';
import { linkPage } from '../../../lambdas/delivery/link-page.ts';
import { anyText } from '../../fuzz/any-text.ts';

const aFile = (fields: Partial<LinkedFile> = {}): LinkedFile => ({
  url: 'https://cdn.test/photos/ord_1/upl_1?Expires=1&Signature=a~b',
  source: 'cloudfront',
  expiresAt: '2030-01-01T00:05:00.000Z',
  role: 'photo',
  fileName: 'cat.jpg',
  contentType: 'image/jpeg',
  sizeBytes: 1_234_567,
  ...fields,
});

const pageOf = (...files: LinkedFile[]) =>
  linkPage({ files, expiresAt: '2035-01-31T12:00:00.000Z' });

const htmlOf = (...files: LinkedFile[]): string => String(pageOf(...files).body);

const policyOf = (...files: LinkedFile[]): string =>
  pageOf(...files).headers?.['content-security-policy'] ?? '';

/** The page with every text taken out: tags and attribute names only. */
const skeleton = (html: string): string[] =>
  (html.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/"[^"]*"/g, '""'));

const hostile = [
  '<script>alert(1)</script>.jpg',
  '"><img src=x onerror=alert(1)>.jpg',
  "' onmouseover='alert(1)",
  '</bdi></a><iframe src="https://evil.test">',
  '&lt;b&gt;.jpg',
  'cat.jpg\r\nset-cookie: a=b',
  '\u202egpj.exe',
  '\0',
];

describe('the page of several files', () => {
  it.each(hostile)('keeps the name %j as text: no tag, no attribute more', (fileName) => {
    expect(skeleton(htmlOf(aFile({ fileName })))).toEqual(skeleton(htmlOf(aFile())));
  });

  it('keeps any name, role and path as text, and none of them reaches a header', () => {
    const plain = skeleton(htmlOf(aFile()));
    fc.assert(
      fc.property(anyText(), fc.string(), fc.webPath(), (fileName, role, path) => {
        const file = aFile({ fileName, role, url: `https://cdn.test${path}` });
        expect(skeleton(htmlOf(file))).toEqual(plain);
        expect(pageOf(file).headers).toEqual(pageOf(aFile()).headers);
      }),
    );
  });

  it('shows no character that turns a name around', () => {
    expect(htmlOf(aFile({ fileName: 'cat\u202egpj.exe' }))).toContain(
      '<bdi>cat\ufffdgpj.exe.jpg</bdi>',
    );
  });

  it.each([
    ['audio/mpeg', '<audio controls'],
    ['video/mp4', '<video playsinline controls'],
    ['image/png', '<img '],
  ])('plays or shows %s', (contentType, tag) => {
    expect(htmlOf(aFile({ contentType }))).toContain(`\n${tag}`);
  });

  it.each(['image/svg+xml', 'text/html', 'application/pdf', 'application/zip', 'audio/evil'])(
    'only links to %s',
    (contentType) => {
      expect(htmlOf(aFile({ contentType }))).not.toMatch(/<(img|audio|video|iframe|object|embed)/);
      expect(htmlOf(aFile({ contentType }))).toContain('<a href="https://cdn.test/');
    },
  );

  it('allows media from the origins of its own URLs, each once, and nothing else', () => {
    const files = [aFile(), aFile(), aFile({ url: 'https://storage.test:8443/temp/x?sig=1' })];
    expect(policyOf(...files)).toMatch(
      /^default-src 'none'; img-src data: https:\/\/cdn\.test https:\/\/storage\.test:8443; media-src https:\/\/cdn\.test https:\/\/storage\.test:8443; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
  });

  it('lets no origin add a directive', () => {
    expect(policyOf(aFile({ url: 'https://a;script-src.test/x' }))).toContain(
      "img-src data:; media-src 'none'",
    );
  });

  it('says until when its URLs work: the first of them to end', () => {
    expect(htmlOf(aFile(), aFile({ expiresAt: '2030-01-01T00:03:00.000Z' }))).toContain(
      'until 00:03 UTC',
    );
  });

  it('says how large each file is, how large they are together, and when the link ends', () => {
    const html = htmlOf(aFile(), aFile({ sizeBytes: 900 }));
    expect(html).toContain('<span class="quiet">1.2 MB</span>');
    expect(html).toContain('<span class="quiet">900 bytes</span>');
    expect(html).toContain('2 files, 1.2 MB. This link works until 31 January 2035.');
  });

  it('leads to itself for fresh URLs', () => {
    expect(htmlOf(aFile(), aFile())).toContain('<a href="">open this page again</a>');
  });
});
