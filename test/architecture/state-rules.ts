import type { Text } from './size-rules.ts';

/** At a module's top: a variable, or a collection that begins empty and is not read-only. */
const state =
  /^(?:export )?let (\w+)|^(?:export )?const (\w+)\b(?!: Readonly)[^=\n]* = (?:new (?:Map|Set)(?:<[^\n]*>)?\(\)|\[\]|\{\});/gm;

/** What a module keeps from call to call, as `file name`. Objects' own notes (WeakMap) may stay. */
export const stateIn = (texts: readonly Text[]): string[] =>
  texts.flatMap(({ file, text }) =>
    [...text.matchAll(state)].map(
      ([, variable, collection]) => `${file} ${variable ?? collection}`,
    ),
  );
