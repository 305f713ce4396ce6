import { createReadStream } from 'node:fs';
import { InvalidInput } from '../../../core/errors.ts';
import type { ByteName } from './byte-names.ts';
import { splitLines } from './split-lines.ts';

/** A list of files that cannot be used. */
export const unusableList = (message: string): InvalidInput =>
  InvalidInput.of('filesFrom', message);

/** No disk and no bucket takes a path of that many bytes. */
const maxLineBytes = 65_536;

/** Some editors put these bytes before UTF-8. No name begins with them. */
const byteOrderMark = /^\xef\xbb\xbf/;

/**
 * The lines of a list of files, one character for each byte, because a path need not be UTF-8. A
 * line ends with LF or CR LF; every other byte belongs to it. Throws `InvalidInput`.
 */
export async function* linesOf(file: string): AsyncGenerator<ByteName> {
  const refuse = (line: number): Error =>
    unusableList(`Line ${line} of ${file} is longer than a path can be.`);
  let isFirst = true;
  for await (const line of splitLines(piecesOf(file), maxLineBytes, refuse)) {
    yield withoutReturn(isFirst ? line.replace(byteOrderMark, '') : line);
    isFirst = false;
  }
}

const withoutReturn = (line: ByteName): ByteName =>
  line.endsWith('\r') ? line.slice(0, -1) : line;

/** Text of UTF-16 and lists that NUL bytes separate have no line that is a path. */
async function* piecesOf(file: string): AsyncGenerator<ByteName> {
  for await (const piece of createReadStream(file, 'latin1')) {
    if (piece.includes('\0'))
      throw unusableList(`${file} has NUL bytes. Write one path a line, as UTF-8 or as bytes.`);
    yield piece;
  }
}
