import type { Text } from './size-rules.ts';

/** A text that begins with "It": read alone, in a list or a log, it does not say what failed. */
const noSubject = /['"`]It(?:'s)? [a-z$]/;

/** Lines with such a text, as `file:line`. */
export const textsWithoutSubject = (texts: readonly Text[]): string[] =>
  texts.flatMap(({ file, text }) =>
    text
      .split('\n')
      .flatMap((line, index) => (noSubject.test(line) ? [`${file}:${index + 1}`] : [])),
  );
