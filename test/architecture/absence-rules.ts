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
