import { servedName } from '../../uploads/model/served-name.ts';
import { inlineTypes } from './inline-types.ts';

/**
 * S3 gives a whole object's system metadata 2 KB and refuses the copy beyond that; type, storage
 * class and the like need some of it.
 */
const maxNameBytes = 1600;

/** Takes four bytes for a character at the most, in both forms together. */
const short = new RegExp(`^[\\x20-\\x7e]{0,${maxNameBytes / 4}}$`);

/**
 * The Content-Disposition a file is served with. Its type decides between showing and saving; no
 * name can change that or add a header.
 */
export const disposition = ({
  fileName,
  contentType,
}: {
  fileName: string;
  contentType: string;
}): string => {
  // Half a surrogate pair has no UTF-8 form.
  const name = fitting(servedName({ fileName, contentType }).toWellFormed());
  return (
    `${inlineTypes.includes(contentType) ? 'inline' : 'attachment'}; ` +
    `filename="${plain(name)}"; filename*=UTF-8''${extended(name)}`
  );
};

/** The longest end of a name that fits in both forms. The extension stands at the end. */
const fitting = (name: string): string => {
  if (short.test(name)) return name;
  const chars = [...name];
  let [start, bytes] = [chars.length, 0];
  for (const char of chars.toReversed()) {
    bytes += extended(char).length + char.length;
    if (bytes > maxNameBytes) break;
    start -= 1;
  }
  return chars.slice(start).join('');
};

/** RFC 5987: everything but attr-char as UTF-8 percent escapes. */
const extended = (name: string): string =>
  encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** For clients that know only the plain form: letters, digits, dots and dashes survive. */
const plain = (name: string): string => name.replace(/[^A-Za-z0-9._-]/g, '_');
