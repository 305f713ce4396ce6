import type { Text } from './size-rules.ts';

/** `?? ''` and its like: from there on, nothing tells an absent value from an empty one. */
const emptyForAbsent = /(?:\?\?=?|\|\|=?)\s*(?:''|""|``)/;

/** Lines that take an empty string for an absent value, as `file:line`. */
export const emptyDefaults = (texts: readonly Text[]): string[] =>
  texts.flatMap(({ file, text }) =>
    text
      .split('\n')
      .flatMap((line, index) => (emptyForAbsent.test(line) ? [`${file}:${index + 1}`] : [])),
  );
