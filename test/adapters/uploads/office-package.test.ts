import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { FileTypeSniffer } from '../../../adapters/uploads/file-type-sniffer.ts';
import { archive, type Entry, entry, wordType, wordTypes } from './archive.ts';

/** What it is taken for, and how often storage was asked. */
const sniffed = async (bytes: Buffer) => {
  let reads = 0;
  const detected = await new FileTypeSniffer().detect({
    firstBytes: bytes.subarray(0, 4_100),
    sizeBytes: bytes.length,
    bytesAt: async ({ offsetBytes, count }) => {
      reads += 1;
      return bytes.subarray(offsetBytes, offsetBytes + count);
    },
  });
  return { detected, reads };
};

const detect = async (bytes: Buffer) => (await sniffed(bytes)).detected;

const relations = entry('_rels/.rels', '<Relationships/>');
const words = entry('word/document.xml', '<w:document/>');
const document = [wordTypes, relations, words];
const odtType = 'application/vnd.oasis.opendocument.text';
const odt = [entry('mimetype', odtType), entry('META-INF/manifest.xml'), entry('content.xml')];
const openXml = 'application/vnd.openxmlformats-officedocument';

describe('an archive of a document’s parts', () => {
  it.each([
    ['Word', wordType, document],
    ['LibreOffice', odtType, odt],
    ['LibreOffice, with a password', odtType, odt.slice(0, 2)],
  ])('is the document: %s', async (_program, type, entries) => {
    expect(await detect(archive(...entries))).toBe(type);
  });

  it('is the document behind a comment of the archive', async () => {
    const bytes = Buffer.concat([archive(...document), Buffer.alloc(65_535, 0x20)]);
    expect(await detect(bytes)).toBe(wordType);
  });

  it('is known from one look at its end, where it is large', async () => {
    const media = entry('word/media/film.mp4', Buffer.alloc(5_000_000));
    const { detected, reads } = await sniffed(archive(...document, media));
    expect(detected).toBe(wordType);
    expect(reads).toBeLessThanOrEqual(3);
  });

  it.each<[string, string, Entry[]]>([
    ['a Java program', 'application/java-archive', [entry('META-INF/MANIFEST.MF')]],
    ['an Android program', 'application/vnd.android.package-archive', [entry('classes.dex')]],
    [
      'macros',
      'application/vnd.ms-word.document.macroenabled.12',
      [entry('word/vbaProject.bin', 'x')],
    ],
    ['a table', `${openXml}.spreadsheetml.sheet`, [entry('xl/workbook.xml')]],
    ['slides', `${openXml}.presentationml.presentation`, [entry('ppt/presentation.xml')]],
  ])('is %s where that lies behind a document’s first part', async (_what, type, more) => {
    expect(await detect(archive(...document, ...more))).toBe(type);
  });

  it.each(['../../etc/cron.d/x', '/etc/passwd', 'C:\\x.exe', 'word\\..\\..\\x', '..'])(
    'is no document where a name leads out of it: %s',
    async (name) => {
      expect(await detect(archive(...document, entry(name)))).toBe('application/zip');
    },
  );

  it.each<[string, Entry[]]>([
    ['its first part alone', [wordTypes, entry('setup.exe', 'MZ')]],
    ['a part that readers do not see', [{ ...wordTypes, isOrphan: true }, entry('setup.exe')]],
    ['a media type alone', [entry('mimetype', odtType), entry('setup.exe', 'MZ')]],
  ])('is no document by %s', async (_what, entries) => {
    expect(await detect(archive(...entries))).toBe('application/zip');
  });

  it.each([wordType, odtType])('is nothing known where its end is missing: %s', async (type) => {
    const bytes = archive(...(type === wordType ? document : odt));
    for (const end of [bytes.length >> 1, bytes.length - 1, bytes.length - 60])
      expect(await detect(bytes.subarray(0, end))).toBeUndefined();
  });
});

describe('an archive that unpacks to far more than it is', () => {
  /** A Word document by its first part, which has 100 MB and says that it has `told` bytes. */
  const bomb = (told: number): Buffer => {
    const { name, content } = wordTypes;
    const packed = deflateRawSync(Buffer.concat([content, Buffer.alloc(100_000_000, 0x20)]));
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50);
    header.writeUInt16LE(8, 8);
    header.writeUInt32LE(packed.length, 18);
    header.writeUInt32LE(told, 22);
    header.writeUInt16LE(name.length, 26);
    return Buffer.concat([header, Buffer.from(name), packed]);
  };

  it.each([1_000, 100_000_000])('is not unpacked, whatever it says: %d bytes', async (told) => {
    expect(await detect(bomb(told))).toBe('application/zip');
  });
});
