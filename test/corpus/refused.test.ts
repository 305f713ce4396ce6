import { describe, expect, it } from '@jest/globals';
import { UploadMismatch } from '../../core/errors.ts';
import { isText } from '../../core/uploads/model/file-signature.ts';
import { isSameFamily } from '../../core/uploads/model/media-families.ts';
import { acceptedTypes, corpus, twins } from './corpus.ts';
import { categoryOf, send, stage } from './send.ts';

const markup = 'it begins like HTML, SVG or XML';
const hidden = 'it hides HTML or SVG';
const unknown = 'it is of no known type, not ';
const notText = 'it is not text in UTF-8';

/** Why each twin is refused. */
const reasons: Record<string, string> = {
  'page-in-comment.jpg': hidden,
  'page-in-comment.png': hidden,
  'script-in-comment.gif': hidden,
  'handler-in-title.mp3': hidden,
  'page-first.pdf': hidden,
  'drawing.png': 'it is of no known type, not image/png',
  'page.txt': markup,
  'page.md': markup,
  'page.rtf': unknown,
  'script.bmp': unknown,
  'program.txt': notText,
  'program.jpg': 'it is application/x-elf, not image/jpeg',
  'heic.avif': 'it is image/heic, not image/avif',
  'wave.mp3': 'it is audio/wav, not audio/mpeg',
  'pdf.json': notText,
  'table.docx': 'it is application/vnd.openxmlformats-officedocument.spreadsheetml.sheet, not ',
  'java.docx': 'it is application/java-archive, not ',
  'macros.docx': 'it is application/vnd.ms-word.document.macroenabled.12, not ',
  'archive.xlsx': 'it is application/zip, not ',
  'java-behind.docx': 'it is application/java-archive, not ',
  'slip.docx': 'it is application/zip, not ',
  'macros-behind.xlsx': 'it is application/vnd.ms-excel.sheet.macroenabled.12, not ',
  'cut.docx': unknown,
  'utf-16.txt': notText,
  'latin-1.txt': notText,
  'cut.png': unknown,
  'cut.jpg': unknown,
  'cut.bmp': unknown,
  'cut.pdf': unknown,
};

/** What the client is told; `undefined` where the file is accepted. */
const reasonFor = async (file: Parameters<typeof send>[1]): Promise<string | undefined> => {
  try {
    await send(stage(), file);
    return undefined;
  } catch (error) {
    if (!(error instanceof UploadMismatch)) throw error;
    return / was refused: (.+)\. Start a new upload\.$/.exec(error.message)?.[1];
  }
};

describe('a file that lies about what it is', () => {
  it.each(twins)('is refused, with the reason: $place', async (twin) => {
    const reason = await reasonFor({ ...twin, category: categoryOf(twin.contentType) });
    expect(reason?.startsWith(reasons[twin.fileName] ?? 'no reason')).toBe(true);
  });
});

const isReadable = (contentType: string): boolean =>
  isText(contentType) || contentType === 'application/rtf';

/**
 * Texts have no signature, and RTF is a text. A container's brand does not tell sound from film.
 */
const mayPass = (announced: string, actual: string): boolean =>
  isSameFamily(announced, actual) || (isText(announced) && isReadable(actual));

describe('a real file under the type of another', () => {
  it.each(corpus)('is refused, with both types: $place', async ({ contentType: actual, bytes }) => {
    for (const contentType of acceptedTypes.filter((type) => !mayPass(type, actual))) {
      const category = categoryOf(contentType);
      const reason = await reasonFor({ fileName: 'file', contentType, category, bytes });
      expect(reason).toMatch(
        isText(contentType)
          ? /^it (?:is not text in UTF-8|is .+, not .+|does not begin .+)$/
          : new RegExp(`^it is .+, not ${contentType.replace('+', '\\+')}$`),
      );
    }
  });
});

describe('a real file that arrives otherwise than it was announced', () => {
  it.each(corpus)('is refused where its end is missing: $place', async (file) => {
    const arrived = file.bytes.subarray(0, file.bytes.length >> 1);
    const category = categoryOf(file.contentType);
    expect(await reasonFor({ ...file, category, arrived })).toBe(
      `${arrived.length} bytes arrived instead of ${file.bytes.length}`,
    );
  });

  it.each(corpus)('is refused where a byte is another one: $place', async (file) => {
    const arrived = Buffer.from(file.bytes);
    const last = arrived.length - 1;
    arrived[last] = arrived[last] === 0x20 ? 0x21 : 0x20;
    const category = categoryOf(file.contentType);
    expect(await reasonFor({ ...file, category, arrived })).toBe(
      'its SHA-256 is not the announced one',
    );
  });

  it.each(corpus)('is refused where a page is put before it: $place', async (file) => {
    const bytes = Buffer.concat([Buffer.from('<html><script>alert(1)</script>\n'), file.bytes]);
    const category = categoryOf(file.contentType);
    expect(await reasonFor({ ...file, category, bytes })).toMatch(
      /^it (?:begins like HTML, SVG or XML|is .+, not .+|is not text in UTF-8)$/,
    );
  });
});
