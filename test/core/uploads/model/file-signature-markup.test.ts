import { describe, expect, it } from '@jest/globals';
import { refusal } from './signature-refusal.ts';

describe('words about markup', () => {
  const titles = [
    'How to use the <body> element',
    'Why <!DOCTYPE html> matters',
    'The <script> element (part 2)',
    '<html> and <svg>, explained',
  ];

  it.each(titles)('are a title, in a picture or a song: %s', (title) => {
    for (const contentType of ['image/jpeg', 'audio/mpeg', 'video/mp4'])
      expect(
        refusal({ contentType, detected: contentType, bytes: `\u00ff${title}\0` }),
      ).toBeUndefined();
  });

  it.each([...titles, 'XSS: <script>alert(1)</script>', 'Nested (<html><body>)'])(
    'are a title in a PDF: %s',
    (title) => {
      const bytes = `%PDF-1.7\n1 0 obj\n<</Title (${title})/Author (\\)<html><p>)>>\nendobj\n`;
      expect(
        refusal({ contentType: 'application/pdf', detected: 'application/pdf', bytes }),
      ).toBeUndefined();
    },
  );

  it.each([
    ['nests parentheses', '(a(b(c(d(<html><body>)))))>>'],
    ['goes on behind the first bytes', `(${'word '.repeat(20)}<html><body>`],
    ['ends in a backslash', '(<html><body>\\\\)>>'],
  ])('are a title in a PDF that %s', (_, title) => {
    const bytes = `%PDF-1.7\n1 0 obj\n<</Title ${title}`;
    expect(
      refusal({ contentType: 'application/pdf', detected: 'application/pdf', bytes }),
    ).toBeUndefined();
  });

  it('are the text of an older Word document', () => {
    const bytes = '\u00d0\u00cf\u0011\u00e0<html>\r<head>';
    expect(
      refusal({ contentType: 'application/msword', detected: 'application/x-cfb', bytes }),
    ).toBeUndefined();
  });

  it('are text on a page of a PDF', () => {
    const bytes = '%PDF-1.7\n1 0 obj\n<</Length 30>>\nstream\n<html><body>\nendstream\nendobj\n';
    expect(
      refusal({ contentType: 'application/pdf', detected: 'application/pdf', bytes }),
    ).toBeUndefined();
  });

  it.each([
    '<html><body onload=alert(1)>',
    '%<script>alert(1)</script>',
    '<svg xmlns="http://www.w3.org/2000/svg">',
    '()<html><body>',
    '\\(<html><body>',
  ])('are a page where the structure of a PDF holds them: %s', (markup) => {
    const start = {
      contentType: 'application/pdf',
      detected: 'application/pdf',
      bytes: `%PDF-1.4\n${markup}`,
    };
    expect(refusal(start)).toBe('it hides HTML or SVG');
  });

  it.each([
    '<script>/*',
    '<script src=//x>',
    '<body><h1>',
    '<img src=x onerror=alert(1)>',
    '<html lang="en">\n<head>',
  ])('are a page in a picture: %s', (markup) => {
    expect(
      refusal({ contentType: 'image/png', detected: 'image/png', bytes: `\u0089PNG${markup}` }),
    ).toBe('it hides HTML or SVG');
  });

  it('take no longer than the file is long', () => {
    // Time by the square of these 500 kB would be hours.
    const bytes = '<svg '.repeat(100_000);
    const pdf = { contentType: 'application/pdf', detected: 'application/pdf' };
    expect(refusal({ ...pdf, bytes: `(${bytes}` })).toBeUndefined();
  });
});
