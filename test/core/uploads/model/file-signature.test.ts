import { describe, expect, it } from '@jest/globals';
import { refusal } from './signature-refusal.ts';

describe('the first bytes of a binary file', () => {
  it.each([
    ['image/jpeg', 'image/jpeg'],
    ['audio/wav', 'audio/vnd.wave'],
    ['audio/wav', 'audio/wav'],
    ['audio/mp4', 'video/mp4'],
    ['audio/mp4', 'audio/x-m4a'],
    ['audio/webm', 'video/webm'],
    ['audio/ogg', 'application/ogg'],
    ['video/mp4', 'video/x-m4v'],
    ['image/heic', 'image/heif'],
    ['image/png', 'image/apng'],
    ['audio/mp4', 'video/3gpp'],
    ['audio/mp4', 'video/quicktime'],
    ['video/mp4', 'video/quicktime'],
    ['video/quicktime', 'video/mp4'],
    ['video/mp4', 'audio/x-m4a'],
    ['video/3gpp', 'video/mp4'],
    ['audio/webm', 'video/matroska'],
    ['video/x-matroska', 'video/webm'],
    ['video/ogg', 'audio/ogg'],
    ['audio/opus', 'audio/ogg'],
    ['image/avif', 'image/heif'],
    ['application/msword', 'application/x-cfb'],
  ])('of %s may be called %s', (contentType, detected) => {
    expect(refusal({ contentType, detected })).toBeUndefined();
  });

  it.each([
    ['image/jpeg', 'image/png'],
    ['image/png', 'application/pdf'],
    ['application/pdf', 'application/zip'],
    ['image/png', 'application/xml'],
    ['audio/mp4', 'image/heic'],
    ['audio/mp4', 'video/webm'],
    ['audio/wav', 'video/vnd.avi'],
    ['audio/wav', 'image/webp'],
    ['audio/webm', 'audio/ogg'],
    ['image/heic', 'image/avif'],
  ])('of %s must not be those of %s', (contentType, detected) => {
    expect(refusal({ contentType, detected })).toBe(`it is ${detected}, not ${contentType}`);
  });

  it('must be those of some known type', () => {
    expect(refusal({ contentType: 'image/jpeg', bytes: '<html>' })).toBe(
      'it is of no known type, not image/jpeg',
    );
  });

  it.each([
    '<script>alert(1)</script>',
    '<SVG onload=alert(1)>',
    '<!DOCTYPE html>',
    '<iframe src=x>',
    '<html>',
  ])('hide no markup: %s', (markup) => {
    expect(
      refusal({ contentType: 'image/gif', detected: 'image/gif', bytes: `GIF89a/*${markup}` }),
    ).toBe('it hides HTML or SVG');
  });

  it.each([
    '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">',
    '<scripture',
    '<bodyguard',
  ])('may hold what only looks a little like it: %s', (text) => {
    expect(
      refusal({ contentType: 'image/jpeg', detected: 'image/jpeg', bytes: `\u00ff${text}` }),
    ).toBeUndefined();
  });
});

/** Two frames of MPEG 1, layer III, 128 kbit/s, 44.1 kHz: 417 bytes each. */
const frames = Buffer.concat(
  Array.from({ length: 2 }, () =>
    Buffer.concat([Buffer.from('fffb9064', 'hex'), Buffer.alloc(413)]),
  ),
);

/** Two frames of AAC (ADTS): 200 bytes each. */
const adts = Buffer.concat(
  Array.from({ length: 2 }, () =>
    Buffer.concat([Buffer.from('fff15080191ffc', 'hex'), Buffer.alloc(193)]),
  ),
);

describe('a signature behind something else', () => {
  it.each([
    ['a PDF behind 200 bytes of junk', 'application/pdf', `${'junk '.repeat(40)}%PDF-1.7\n`],
    [
      'a PDF whose header begins at the last byte that counts',
      'application/pdf',
      `${' '.repeat(1023)}%PDF-1.7\n`,
    ],
    ['MPEG audio behind zeros', 'audio/mpeg', Buffer.concat([Buffer.alloc(500), frames])],
    [
      'MPEG audio behind junk',
      'audio/mpeg',
      Buffer.concat([Buffer.from('ff00fffbff'.repeat(9), 'hex'), frames]),
    ],
    ['AAC behind zeros', 'audio/aac', Buffer.concat([Buffer.alloc(500), adts])],
    ['RIFX', 'audio/wav', 'RIFX\u007f\u007f\u007f\u007fWAVEfmt '],
    ['a film behind free space', 'video/quicktime', '\0\0\0\bskip\0\0\0\bmoov'],
    ['a film behind its preview', 'video/quicktime', '\0\0\0\u0014pnot'],
    ['a segment of a stream', 'video/mp4', '\0\0\0\u0010stypmsdh'],
    ['RF64', 'audio/wav', 'RF64\u007f\u007f\u007f\u007fWAVEds64'],
    ['BW64', 'audio/wav', 'BW64\u007f\u007f\u007f\u007fWAVEds64'],
  ])('is found: %s', (_what, contentType, bytes) => {
    expect(refusal({ contentType, bytes })).toBeUndefined();
  });

  it.each([
    ['a PDF whose header comes too late', 'application/pdf', `${' '.repeat(1024)}%PDF-1.7\n`],
    ['one frame of MPEG audio by chance', 'audio/mpeg', frames.subarray(0, 417)],
    ['one frame of AAC by chance', 'audio/aac', adts.subarray(0, 200)],
    ['RF64 without WAVE', 'audio/wav', 'RF64\u007f\u007f\u007f\u007fAVI '],
  ])('is not found: %s', (_what, contentType, bytes) => {
    expect(refusal({ contentType, bytes })).toBe(`it is of no known type, not ${contentType}`);
  });

  it('does not make a document of a page', () => {
    expect(refusal({ contentType: 'application/pdf', bytes: '<!-- %PDF-1.7 -->' })).toBe(
      'it begins like HTML, SVG or XML',
    );
  });

  it('does not make a document of a file of another type', () => {
    const start = {
      contentType: 'application/pdf',
      detected: 'application/x-msdownload',
      bytes: 'MZ %PDF-1.7',
    };
    expect(refusal(start)).toBe('it is application/x-msdownload, not application/pdf');
  });
});
