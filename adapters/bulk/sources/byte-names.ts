import { isUtf8 } from 'node:buffer';
import { escapePath } from '../../../core/bulk/model/source-path.ts';

/**
 * A file name on disk is bytes. This string has one character per byte, so it sorts as the bytes
 * do. A name that is safe to show is shown as its own UTF-8; any other name is escaped.
 */
export type ByteName = string;

/** Most names, and they need no look at their bytes. */
const plain = /^[ -[\]-~]*$/;

/** Text as bytes. */
export const toBytes = (text: string): ByteName =>
  plain.test(text) ? text : Buffer.from(text).toString('latin1');

/** Bytes as text. The bytes must be UTF-8. */
export const toText = (bytes: ByteName): string =>
  plain.test(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8');

/** The name for display and sorting: escaped if it is not UTF-8 or not safe to print. */
export const shownName = (bytes: ByteName): ByteName => {
  if (plain.test(bytes)) return bytes;
  const raw = Buffer.from(bytes, 'latin1');
  return isUtf8(raw)
    ? toBytes(escapePath(raw.toString('utf8')))
    : bytes.replace(/[^ -[\]-~]/g, escapeByte);
};

const escapeByte = (byte: string): string =>
  byte === '\\' ? '\\\\' : `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;

/** The bytes of a name or path as it is on disk, one character each; undoes `shownName`. */
export const rawName = (shown: ByteName): ByteName =>
  shown.replace(
    /\\(?:(\\)|x([0-9a-f]{2})|u\{([0-9a-f]{1,5}|10[0-9a-f]{4})\})/g,
    (_escape, backslash: string | undefined, byte: string | undefined, code: string) => {
      if (backslash !== undefined) return backslash;
      return byte === undefined
        ? toBytes(String.fromCodePoint(Number.parseInt(code, 16)))
        : String.fromCharCode(Number.parseInt(byte, 16));
    },
  );

/** A path as the operating system takes it: names on disk are bytes, and may be no UTF-8. */
export const onDisk = (file: ByteName): Buffer => Buffer.from(file, 'latin1');

/**
 * True if each part of a shown path, unescaped, can be the name of a file. Other paths lead out of
 * the folder they begin in, or are second names of a file in it.
 */
export const hasNamesOnly = (path: string): boolean =>
  path.split('/').every((part) => isName(rawName(toBytes(part))));

const isName = (bytes: ByteName): boolean =>
  bytes !== '' && bytes !== '.' && bytes !== '..' && !/[/\0]/.test(bytes);

/** Half of a surrogate pair, escaped: no bytes of UTF-8 are its own. */
const halfPair = /\\u\{d[89a-f][0-9a-f]{2}\}/;

/**
 * A shown path with the names it was made from. A part that can be no name unescaped, as the escape
 * of `..` or of NUL, stays as it is shown.
 */
export const pathOnDisk = (path: string): ByteName =>
  toBytes(path).split('/').map(nameOnDisk).join('/');

const nameOnDisk = (shown: ByteName): ByteName => {
  const raw = rawName(shown);
  return isName(raw) && !halfPair.test(shown) ? raw : shown;
};
