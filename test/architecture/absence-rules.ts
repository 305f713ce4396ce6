import type { Text } from './size-rules.ts';

/** `?? ''` and its like: from there on, nothing tells an absent value from an empty one. */
const emptyForAbsent = /(?:\?\?=?|\|\|=?)\s*(?:''|""|``)/;

/** `{ uploadId = '' }` and its like: an id that names nothing. Tools for ourselves may. */
const emptyId = /\b\w*(?:Id|ETag|[tT]oken|Hash)\s*(?::\s*\w+\s*)?=\s*(?:''|""|``)/;

/** Lines that take an empty string for an absent value, as `file:line`. */
export const emptyDefaults = (texts: readonly Text[]): string[] =>
  texts.flatMap(({ file, text }) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        emptyForAbsent.test(line) || (!file.startsWith('tools/') && emptyId.test(line))
          ? [`${file}:${index + 1}`]
          : [],
      ),
  );

/** Texts that are empty and not absent: the prefix of everything, a position before the first. */
const realTexts = new Set(['prefix', 'stripPrefix', 'after', 'above', 'about']);

/** `name = ''` in a pattern; a declaration ends with a semicolon. */
const emptyDefault = /(?<=[\s{,])'?([\w-]+)'?(?:: \w+)? = (?:''|""|``)(?=\s*[,}])/g;

/** The bracket that is open at a position of a text. */
const openAt = (text: string, position: number): string | undefined => {
  let closed = 0;
  for (let at = position - 1; at >= 0; at -= 1) {
    const character = text.charAt(at);
    if (')]}'.includes(character)) closed += 1;
    else if ('([{'.includes(character) && closed-- === 0) return character;
  }
  return undefined;
};

/**
 * Properties of objects that are taken for an empty text where they are absent, as `file: name`.
 * Pieces of a text that was split are not among them.
 */
export const emptyProperties = (texts: readonly Text[]): string[] =>
  texts.flatMap(({ file, text }) =>
    [...text.matchAll(emptyDefault)].flatMap(({ index, 1: name = 'unnamed' }) =>
      realTexts.has(name) || openAt(text, index) !== '{' ? [] : [`${file}: ${name}`],
    ),
  );
