import { describe, expect, it } from '@jest/globals';
import { FileTypeSniffer } from '../../../adapters/uploads/file-type-sniffer.ts';
import { firstBytesCount, signatureRefusal } from '../../../core/uploads/model/file-signature.ts';
import { fileCategories } from '../../../lib/uploads/file-categories.ts';
import { hasMinimalFile, minimalFile } from '../../../tools/local/samples/minimal-file.ts';
import { makeSampleFiles } from '../../../tools/local/samples/sample-files.ts';
import { beginnings } from './file-beginnings.ts';

const sniffer = new FileTypeSniffer();

const refusal = async (contentType: string, bytes: Uint8Array) => {
  const firstBytes = bytes.subarray(0, firstBytesCount);
  return signatureRefusal({
    contentType,
    detected: await sniffer.detect({
      firstBytes,
      sizeBytes: bytes.length,
      bytesAt: async ({ offsetBytes, count }) => bytes.subarray(offsetBytes, offsetBytes + count),
    }),
    firstBytes,
    isWhole: firstBytes.length === bytes.length,
  });
};

const configured = [
  ...new Set(Object.values(fileCategories).flatMap(({ contentTypes }) => contentTypes)),
];

describe('every type customers may send', () => {
  const samples = Object.entries(beginnings).flatMap(([type, some]) =>
    Object.entries(some).map(([what, bytes]) => [type, what, bytes] as const),
  );

  it.each(samples)('%s is recognised: %s', async (type, _what, bytes) => {
    expect(await refusal(type, bytes)).toBeUndefined();
  });

  it.each(configured)('%s is not HTML, SVG, a program or an archive', async (type) => {
    const others = [
      '<html><script>alert(1)</script>',
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      '<?xml version="1.0"?><svg/>',
      'MZ\u0090\0',
      '\u007fELF\u0002\u0001\u0001\0',
      'PK\u0003\u0004\u0014\0',
    ];
    for (const other of others)
      expect(await refusal(type, Buffer.from(other, 'latin1'))).toBeDefined();
  });
});

it('a film that names a picture’s brand among others stays a film', async () => {
  const film = Buffer.from('\0\0\0\u0018ftypisom\0\0\u0002\0heicmif1', 'latin1');
  expect(await refusal('video/mp4', film)).toBeUndefined();
  expect(await refusal('image/heic', film)).toBeDefined();
});

describe('a signature of a few letters', () => {
  const bitmap = (versionBytes: number): Buffer => {
    const bytes = Buffer.alloc(54);
    bytes.write('BM');
    bytes.writeUInt32LE(versionBytes, 14);
    return bytes;
  };

  it.each([12, 40, 108, 124])('is a bitmap’s before a header of %d bytes', async (versionBytes) => {
    expect(await refusal('image/bmp', bitmap(versionBytes))).toBeUndefined();
  });

  it.each([
    ['image/bmp', 'BMW is a maker of cars, and this is a note.'],
    ['image/bmp', 'BM=1;alert(1)'],
    ['application/pdf', '%PDF'],
    ['application/pdf', '%PDF is a comment in TeX'],
  ])('is not believed by itself: %s, %s', async (type, text) => {
    expect(await refusal(type, Buffer.from(text))).toBe(`it is of no known type, not ${type}`);
  });
});

describe('zero bytes', () => {
  it('are a text', async () => {
    expect(await refusal('text/plain', new Uint8Array())).toBeUndefined();
  });

  it.each(['image/jpeg', 'audio/mpeg', 'application/pdf'])('are no %s', async (type) => {
    expect(await refusal(type, new Uint8Array())).toBeDefined();
  });
});

describe('polyglots', () => {
  it.each([
    ['image/gif', Buffer.from('GIF89a/*<script>alert(1)</script>*/')],
    [
      'image/jpeg',
      Buffer.concat([Buffer.from('ffd8fffe0040', 'hex'), Buffer.from('<svg onload=alert(1)>')]),
    ],
    ['application/pdf', Buffer.from('%PDF-1.4\n<html><body onload=alert(1)>')],
    [
      'image/png',
      Buffer.concat([
        Buffer.from('89504e470d0a1a0a', 'hex'),
        Buffer.from('<!DOCTYPE html><script>'),
      ]),
    ],
    ['text/plain', Buffer.from('\n\n <HTML>')],
    ['application/json', Buffer.from('<script>{}</script>')],
    ['image/jpeg', Buffer.from('<html><!-- \u00ff\u00d8\u00ff -->', 'latin1')],
  ])('%s that is also something else is refused', async (type, bytes) => {
    expect(await refusal(type, bytes)).toBeDefined();
  });
});

describe('minimal files of the checks and examples', () => {
  it.each(configured.filter(hasMinimalFile))('%s passes', async (type) => {
    expect(await refusal(type, minimalFile(type, 6_000))).toBeUndefined();
    expect(await refusal(type, minimalFile(type, 100))).toBeUndefined();
  });

  it.each(makeSampleFiles())('the sample $fileName passes', async ({ contentType, bytes }) => {
    expect(await refusal(contentType, bytes)).toBeUndefined();
  });
});
