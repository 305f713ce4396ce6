import { characterName } from '../../uploads/model/file-name.ts';

/** Longest key of S3, in bytes of UTF-8. */
const maxPathBytes = 1024;

/** Control characters, lone surrogates, line breaks and changes of text direction. */
const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/**
 * Policies for names that cannot be printed safely and paths with odd parts: keep them, write them
 * in a reversible way, or report them and take the rest.
 */
export const nameChoices = ['keep', 'encode', 'refuse'] as const;

/**
 * The output of `escapePath` and `encodeParts`. Names that look like it are refused or escaped, so
 * that such a path is never another file's real path.
 */
const escapeLike = /\\(?:\\|x[0-9a-f]{2}|u\{[0-9a-f]*\})/;

/**
 * The reason why a file of this path is not taken, as the end of a sentence; `undefined` for a
 * valid path. Paths are relative and use `/`.
 */
export const unsafePath = (path: string): string | undefined => {
  const [char] = unprintable.exec(path) ?? [];
  if (char !== undefined)
    return `has ${characterName(char)} in its name, which cannot be printed safely`;
  if (escapeLike.test(path))
    return 'has a name like the escape of a character that cannot be printed safely';
  if (hasOddPart(path)) return 'has an empty, "." or ".." part in its path';
  return Buffer.byteLength(path) > maxPathBytes
    ? `has a path of more than ${maxPathBytes} bytes`
    : undefined;
};

/** True for a path that no listing of a folder has; one with `..` may lead out of the folder. */
const hasOddPart = (path: string): boolean => /(?:^|\/)\.{0,2}(?:\/|$)/.test(path);

/** An unsafe path, escaped for printing: unlike any safe path, and unique to this path. */
export const escapePath = (path: string): string =>
  unprintable.test(path) || escapeLike.test(path)
    ? [...path].map((char) => (needsEscape(char) ? escapeCharacter(char) : char)).join('')
    : path;

const escapeCharacter = (char: string): string =>
  char === '\\' ? '\\\\' : `\\u{${char.codePointAt(0)?.toString(16)}}`;

const needsEscape = (char: string): boolean => char === '\\' || unprintable.test(char);

/** Parts that no folder can have, and the empty one, in the form of escaped characters. */
const oddParts: Readonly<Record<string, string>> = {
  '': '\\u{}',
  '.': '\\u{2e}',
  '..': '\\u{2e}\\u{2e}',
};

const oddPartOf = new Map(Object.entries(oddParts).map(([part, code]) => [code, part]));

/** An escaped path as a key that every file system and listing takes. `decodeParts` undoes it. */
export const encodeParts = (path: string): string =>
  path
    .split('/')
    .map((part) => oddParts[part] ?? part)
    .join('/');

/** The escaped path `encodeParts` was given. */
export const decodeParts = (key: string): string =>
  key
    .split('/')
    .map((part) => oddPartOf.get(part) ?? part)
    .join('/');

/** The path `escapePath` was given. */
export const unescapePath = (path: string): string =>
  !escapeLike.test(path)
    ? path
    : path.replace(/\\(?:\\|u\{([0-9a-f]{1,5}|10[0-9a-f]{4})\})/g, (_escape, code?: string) =>
        code === undefined ? '\\' : String.fromCodePoint(Number.parseInt(code, 16)),
      );
