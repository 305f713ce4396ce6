import { inlineTypes } from '../contract.ts';

/** RFC 5987: everything but attr-char as UTF-8 percent escapes. */
const extended = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** For clients that know only the plain form: letters, digits, dots and dashes survive. */
const plain = (name: string): string => name.replace(/[^A-Za-z0-9._-]/g, '_');

/** The Content-Disposition a file is served with. Its type decides between showing and saving; no name can change that or add a header. */
export const disposition = ({ fileName, contentType }: { fileName: string; contentType: string }): string =>
  `${inlineTypes.includes(contentType) ? 'inline' : 'attachment'}; filename="${plain(fileName)}"; filename*=UTF-8''${extended(fileName.toWellFormed())}`;
