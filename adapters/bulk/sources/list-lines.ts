import { createReadStream } from 'node:fs';
import { InvalidInput } from '../../../core/errors.ts';
import type { ByteName } from './byte-names.ts';

/** A list of files that cannot be used. */
export const unusableList = (message: string): InvalidInput =>
  new InvalidInput([{ field: 'filesFrom', message }]);

/** No disk and no bucket takes a path of that many bytes. */
const tooLong = 65_536;

/** Some editors put these bytes before UTF-8. No name begins with them. */
const byteOrderMark = /^\xef\xbb\xbf/;

/**
 * The lines of a list of files, one character for each byte, because a path need not be UTF-8. A
 * line ends with LF or CR LF; every other byte belongs to it. Throws `InvalidInput`.
 */
export async function* linesOf(file: string): AsyncGenerator<ByteName> {
  let open: ByteName = '';
  let isFirst = true;
  for await (const piece of piecesOf(file)) {
    const text = open + (isFirst ? piece.replace(byteOrderMark, '') : piece);
    isFirst = false;
    const end = text.lastIndexOf('\n') + 1;
    if (end > 0)
      yield* text
        .slice(0, end - 1)
        .split('\n')
        .map(withoutReturn);
    open = text.slice(end);
    if (open.length > tooLong)
      throw unusableList(`${file} has a line that is longer than a path can be.`);
  }
  if (open !== '') yield withoutReturn(open);
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
